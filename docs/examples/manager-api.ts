/** A deployment script's view: drains a member by the manager's JSON API, and brings it back. */

/** @param api the URL of the manager's API, such as `http://127.0.0.1:8080/balancer-manager/api` */
export async function release (api: string, balancer: string, member: string, deploy: () => Promise<void>): Promise<void> {
  const url = `${api}/balancers/${balancer}/members/${encodeURIComponent(member)}`
  await patch(url, { status: '+N', note: 'release', drain: { deadline: '10mi', then: 'stop' } })
  while (await isBusy(url)) await new Promise(resolve => setTimeout(resolve, 1_000))
  await deploy()
  await patch(url, { status: '-N-S', note: 'released' })
}

async function isBusy (url: string): Promise<boolean> {
  const { sessions, busy, drain } = await (await fetch(url)).json() as { sessions: number, busy: number, drain: object | null }
  // At the deadline the drain ends, whoever is left.
  return drain !== null && (sessions > 0 || busy > 0)
}

async function patch (url: string, change: object): Promise<void> {
  const answer = await fetch(url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}
