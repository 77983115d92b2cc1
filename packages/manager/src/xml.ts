import { formatInterval, memberSchema, snapshotBalancer } from '@fastify-balancer/core'
import type { Balancer, BalancerSnapshot, MemberParameters, MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'

/** What httpd sends it as; no charset, as the document names its own. */
export const xmlType = 'text/xml'

type Value = string | number

/** An element of the document: its name, what it says, and how httpd sets it in. null: it is left out. */
type Element<Shown> = readonly [name: string, say: (shown: Shown) => Value | null, indent?: string]

const balancerElements: ReadonlyArray<Element<BalancerSnapshot>> = [
  ['stickysession', ({ stickysession }) => stickysession?.cookie ?? null],
  ['nofailover', ({ stickysession, nofailover }) => stickysession === null ? null : onOff(nofailover)],
  ['timeout', ({ timeout }) => seconds(timeout)]
]

const laterBalancerElements: ReadonlyArray<Element<BalancerSnapshot>> = [
  ['lbmethod', ({ lbmethod }) => lbmethod],
  ['scolonpathdelim', ({ stickysession, scolonpathdelim }) => stickysession === null ? null : onOff(scolonpathdelim)]
]

/** What httpd leaves out unless it is configured, we leave out while it is the default. */
const memberElements: ReadonlyArray<Element<MemberSnapshot>> = [
  ['name', ({ url, socketPath }) => socketPath === null ? url : `unix:${socketPath}|${url}`],
  ['scheme', ({ scheme }) => scheme],
  ['hostname', ({ hostname }) => hostname],
  ['loadfactor', showLoadfactor],
  ['port', ({ port }) => port],
  ['min', ({ min }) => min],
  ['smax', ({ smax, max }) => smax ?? max],
  ['max', ({ max }) => max],
  ['ttl', ({ ttl }) => seconds(ttl)],
  ['timeout', ({ timeout }) => unlessDefault('timeout', timeout, seconds)],
  // httpd writes what is beyond whole seconds: 3 s are 0.
  ['acquire', ({ acquire }) => unlessDefault('acquire', acquire, Number)],
  ['keepalive', ({ keepalive }) => unlessDefault('keepalive', keepalive, onOff)],
  ['status', ({ status }) => status],
  ['error_time', ({ errorTime }) => errorTime === 0 ? null : new Date(errorTime).toUTCString()],
  ['retries', ({ retries }) => retries],
  ['lbstatus', ({ lbstatus }) => lbstatus],
  ['loadfactor', showLoadfactor],
  ['transferred', ({ transferred }) => transferred],
  ['read', ({ read }) => read],
  ['elected', ({ elected }) => elected],
  ['route', ({ route }) => route],
  ['redirect', ({ redirect }) => redirect],
  ['busy', ({ busy }) => busy],
  ['lbset', ({ lbset }) => lbset],
  ['disablereuse', ({ disablereuse }) => unlessDefault('disablereuse', disablereuse, onOff), '      '],
  ['connectiontimeout', ({ connectiontimeout }) => unlessDefault('connectiontimeout', connectiontimeout, Number)],
  ['retry', ({ retry }) => unlessDefault('retry', retry, seconds)],
  // httpd tells nothing of checks here.
  ['hcmethod', member => ifChecked(member, member.hcmethod)],
  ['hcinterval', member => ifChecked(member, member.hcinterval)],
  ['hcpasses', member => ifChecked(member, member.hcpasses)],
  ['hcfails', member => ifChecked(member, member.hcfails)],
  ['hcuri', member => ifChecked(member, member.hcuri)],
  ['hcexpr', member => ifChecked(member, member.hcexpr)],
  ['hcpassed', member => ifChecked(member, member.health.passed)],
  ['hcfailed', member => ifChecked(member, member.health.failed)]
]

/** All balancers and members, in httpd's format; for programs, so with the exact numbers. */
export function renderXml (balancers: Iterable<Balancer>, mayChange: boolean): string {
  return `<?xml version='1.0' encoding='UTF-8' ?>
<httpd:manager xmlns:httpd='http://httpd.apache.org'>
  <httpd:balancers>
${[...balancers].map(balancer => renderBalancer(balancer, mayChange)).join('')}  </httpd:balancers>
</httpd:manager>`
}

function renderBalancer (balancer: Balancer, mayChange: boolean): string {
  const shown = snapshotBalancer(balancer)
  const nonce = mayChange ? element('      ', 'nonce', balancer.nonce) : ''
  // httpd ends no line here.
  const attempts = balancer.maxattempts === null && shown.members.length < 2 ? '' : element('      ', 'maxattempts', shown.maxattempts)
  return `    <httpd:balancer>
${element('      ', 'name', shown.url)}${nonce}${elements('      ', balancerElements, shown).replace(/\n$/, '')}${attempts}${elements('      ', laterBalancerElements, shown)}      <httpd:workers>
${shown.members.map(renderMember).join('')}      </httpd:workers>
    </httpd:balancer>
`
}

function renderMember (member: MemberSnapshot): string {
  return `        <httpd:worker>
${elements('          ', memberElements, member)}        </httpd:worker>
`
}

function elements<Shown> (indent: string, all: ReadonlyArray<Element<Shown>>, shown: Shown): string {
  return all.map(([name, say, own = indent]) => {
    const value = say(shown)
    return value === null ? '' : element(own, name, value)
  }).join('')
}

function element (indent: string, name: string, value: Value): string {
  return `${indent}<httpd:${name}>${html`${value}`}</httpd:${name}>\n`
}

function unlessDefault<K extends keyof MemberParameters> (name: K, value: MemberParameters[K], show: (value: MemberParameters[K]) => Value): Value | null {
  return value === memberSchema[name].default ? null : show(value)
}

function ifChecked ({ hcmethod }: MemberSnapshot, value: Value): Value | null {
  return hcmethod === 'NONE' ? null : value
}

function showLoadfactor ({ loadfactor }: MemberSnapshot): string {
  return loadfactor.toFixed(2)
}

function seconds (ms: number): string {
  return formatInterval(ms, 's')
}

function onOff (on: boolean): string {
  return on ? 'On' : 'Off'
}
