/** What the JSON API can be asked for. */

/** A method of a path. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Under `api`, as OpenAPI writes it. */
  readonly path: string
  readonly summary: string
  /** What it takes, by the schema's name. */
  readonly body?: string
  /** Whether there may be none. */
  readonly bodyOptional?: true
  /** What it answers, by status. */
  readonly answers: Readonly<Record<number, string>>
}

const refusals = { 400: 'Error', 403: 'Error', 404: 'Error', 409: 'Error', 412: 'Error', 415: 'Error' }

export type OperationName = 'list' | 'show' | 'change' | 'history' | 'edits' | 'undo' | 'members'
  | 'add' | 'showMember' | 'changeMember' | 'remove' | 'events'

export const operations: Readonly<Record<OperationName, Operation>> = {
  list: { method: 'GET', path: '/balancers', summary: 'All balancers with their members', answers: { 200: 'Balancers' } },
  show: { method: 'GET', path: '/balancers/{balancer}', summary: 'A balancer with its members', answers: { 200: 'Balancer', 404: 'Error' } },
  change: { method: 'PATCH', path: '/balancers/{balancer}', summary: 'Changes parameters of a balancer', body: 'BalancerChange', answers: { 200: 'ChangedBalancer', ...refusals } },
  history: { method: 'GET', path: '/balancers/{balancer}/history', summary: 'The last minutes of each member', answers: { 200: 'History', 404: 'Error' } },
  edits: { method: 'GET', path: '/balancers/{balancer}/edits', summary: 'What operators did, newest first', answers: { 200: 'Edits', 404: 'Error' } },
  undo: { method: 'POST', path: '/balancers/{balancer}/edits/{edit}/undo', summary: 'Takes an edit back', body: 'Remarks', answers: { 200: 'ChangedBalancer', ...refusals } },
  members: { method: 'GET', path: '/balancers/{balancer}/members', summary: 'The members of a balancer', answers: { 200: 'Members', 404: 'Error' } },
  add: { method: 'POST', path: '/balancers/{balancer}/members', summary: 'Adds a member', body: 'MemberAddition', answers: { 201: 'ChangedMember', ...refusals } },
  showMember: { method: 'GET', path: '/balancers/{balancer}/members/{member}', summary: 'A member, by its route, its encoded URL, or host:port', answers: { 200: 'Member', 404: 'Error', 409: 'Error' } },
  changeMember: { method: 'PATCH', path: '/balancers/{balancer}/members/{member}', summary: 'Changes parameters and state of a member', body: 'MemberChange', answers: { 200: 'ChangedMember', ...refusals } },
  remove: { method: 'DELETE', path: '/balancers/{balancer}/members/{member}', summary: 'Removes a member', body: 'Remarks', bodyOptional: true, answers: { 200: 'ChangedBalancer', ...refusals } },
  events: { method: 'GET', path: '/events', summary: 'What happened, oldest first; ?since= leaves out what came before that id', answers: { 200: 'Events', 400: 'Error' } }
}
