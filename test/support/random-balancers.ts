/** Makes balancers, requests and changes by dice: the same for the same seed. */

/** What is done to a balancer, in this order. */
export interface RandomBalancer {
  readonly name: string
  /** Its lines for httpd.conf. */
  readonly configuration: string
  /** Before the changes and after them. */
  readonly requests: readonly [RandomRequest[], RandomRequest[]]
  readonly changes: readonly RandomChange[]
}

export interface RandomRequest {
  readonly target: string
  readonly cookie: string | null
}

/** Fields of the manager's form, for a member or, null, for the balancer. */
export interface RandomChange {
  readonly member: string | null
  readonly fields: Readonly<Record<string, string>>
}

type Roll = () => number

const factors = ['1', '1', '1', '2', '3', '4', '7', '30', '70', '100', '1.5', '2.25', '1.999', '8.75'] as const
const routes = ['a', 'b', 'c.d', 'e', ''] as const
const methods = ['byrequests', 'bybusyness', 'bytraffic'] as const
/** With the share of members that have it. */
const states = [['D', 0.08], ['N', 0.1], ['S', 0.05], ['H', 0.12], ['R', 0.12]] as const

/** @param members names of variables, to which `${NAME}` leads */
export function randomBalancer (name: string, roll: Roll, members: readonly string[], requests: number): RandomBalancer {
  const chosen = members.map(member => [roll(), member] as const).sort(([a], [b]) => a - b).map(([, member]) => member)
    .slice(0, 2 + Math.floor(roll() * (members.length - 1)))
  const sticky = roll() < 0.7
  const halfway = Math.floor(requests / 2)
  return {
    name,
    configuration: [
      `<Proxy "balancer://${name}">`,
      ...chosen.map(member => `    BalancerMember \${${member}} ${memberParameters(roll)}`),
      `    ProxySet lbmethod=${one(roll, methods)}${sticky ? ' stickysession=ROUTEID' : ''}${roll() < 0.2 ? ' nofailover=On' : ''}`,
      '</Proxy>',
      `ProxyPass /${name} balancer://${name}`,
      ''
    ].join('\n'),
    requests: [some(halfway, () => randomRequest(name, roll)), some(requests - halfway, () => randomRequest(name, roll))],
    changes: some(1 + Math.floor(roll() * 3), index => randomChange(roll, chosen, index))
  }
}

function memberParameters (roll: Roll): string {
  const route = one(roll, routes)
  const redirect = roll() < 0.15 ? one(roll, routes) : ''
  const status = states.filter(([, share]) => roll() < share).map(([letter]) => `+${letter}`).join('')
  return [
    `loadfactor=${one(roll, factors)}`,
    ...(roll() < 0.3 ? [`lbset=${Math.floor(roll() * 3)}`] : []),
    ...(route === '' ? [] : [`route=${route}`]),
    ...(redirect === '' ? [] : [`redirect=${redirect}`]),
    ...(status === '' ? [] : [`status=${status}`])
  ].join(' ')
}

function randomRequest (name: string, roll: Roll): RandomRequest {
  const size = Math.floor(roll() * 3000)
  const route = roll() < 0.2 ? 'unknown' : one(roll, routes)
  const kind = roll()
  return {
    target: kind > 0.95 ? `/${name}/${size}?ROUTEID=.${route}` : `/${name}/${size}`,
    cookie: kind < 0.4 ? `ROUTEID=.${route}` : null
  }
}

/** @param index makes new factors new: to set the old one means something else to httpd than to us */
function randomChange (roll: Roll, members: readonly string[], index: number): RandomChange {
  const member = one(roll, members)
  const kind = roll()
  if (kind < 0.6) return { member, fields: { [`w_status_${one(roll, states)[0]}`]: roll() < 0.5 ? '1' : '0' } }
  if (kind < 0.7) return { member, fields: { w_lf: String(40 + index) } }
  if (kind < 0.8) return { member, fields: { w_ls: String(Math.floor(roll() * 3)) } }
  if (kind < 0.9) return { member, fields: { w_wr: one(roll, routes) } }
  return { member: null, fields: { b_lbm: one(roll, methods) } }
}

function one<T> (roll: Roll, values: readonly T[]): T {
  return values[Math.floor(roll() * values.length)]!
}

function some<T> (count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
