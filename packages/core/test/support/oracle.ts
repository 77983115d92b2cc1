/**
 * A second, plain-spoken mod_proxy_balancer with httpd's three lbmethods: everything is looked at again for each election
 * and nothing is kept in between. What core answers has to be what this answers.
 */

export type OracleMethod = 'byrequests' | 'bytraffic' | 'bybusyness'

export interface OracleMember {
  readonly name: string
  factor: number
  lbset: number
  route: string
  redirect: string
  retry: number
  readonly letters: Set<string>
  errorTime: number
  retries: number
  lbstatus: number
  busy: number
  transferred: number
  read: number
}

export interface OracleAnswer {
  readonly elected: string | null
  readonly reason: string | null
  readonly routeChanged: boolean
}

type Better = (member: OracleMember, best: OracleMember | null) => boolean

const better: Readonly<Record<OracleMethod, Better>> = {
  byrequests: (member, best) => best === null || member.lbstatus > best.lbstatus,
  bytraffic: (member, best) => best === null || traffic(member) < traffic(best),
  bybusyness: (member, best) => best === null || member.busy < best.busy || (member.busy === best.busy && member.lbstatus > best.lbstatus)
}

function traffic ({ transferred, read, factor }: OracleMember): number {
  return Math.floor(transferred / factor) + Math.floor(read / factor)
}

export class Oracle {
  method: OracleMethod = 'byrequests'
  readonly members: OracleMember[] = []
  sticky: boolean = false
  nofailover: boolean = false
  forcerecovery: boolean = true

  add (name: string, given: Partial<OracleMember>): void {
    this.members.push({
      name,
      factor: 100,
      lbset: 0,
      route: '',
      redirect: '',
      retry: 60_000,
      letters: new Set('O'),
      errorTime: 0,
      retries: 0,
      lbstatus: 0,
      busy: 0,
      transferred: 0,
      read: 0,
      ...given
    })
  }

  fail (member: OracleMember, now: number): void {
    if (member.letters.has('I')) return
    member.letters.add('E')
    member.errorTime = now
  }

  reached (member: OracleMember): void {
    member.errorTime = 0
    member.retries = 0
  }

  /** Another method starts with a clean slate; requests in flight stay counted, where httpd forgets them. */
  change (method: OracleMethod): void {
    if (method === this.method) return
    this.method = method
    for (const member of this.members) {
      if (method === 'bytraffic') member.transferred = member.read = 0
      else member.lbstatus = 0
    }
  }

  elect (route: string | null, tried: readonly string[], now: number): OracleAnswer {
    this.#forceRecovery(now)
    const mine = route !== null && route !== '' && this.members.some(member => member.route === route)
    if (mine) {
      const found = this.#find(route, tried, now, 1)
      if (found !== null) {
        this.#charge(found)
        const moved = found.route !== route
        return { elected: found.name, reason: moved ? 'redirect' : 'route', routeChanged: moved }
      }
      if (this.nofailover) return { elected: null, reason: null, routeChanged: false }
    }
    const best = this.#schedule(tried, now)
    if (best === null) return { elected: null, reason: null, routeChanged: false }
    return { elected: best.name, reason: mine || tried.length > 0 ? 'failover' : 'lbmethod', routeChanged: this.sticky }
  }

  #usable (member: OracleMember): boolean {
    return member.letters.has('O') && !['U', 'D', 'S', 'E', 'C'].some(letter => member.letters.has(letter))
  }

  #tryRecover (member: OracleMember, now: number): void {
    const { letters } = member
    if (!letters.has('E') || letters.has('S')) return
    if (letters.has('I') || now > member.errorTime + member.retry) this.#clear(member)
  }

  #clear (member: OracleMember): void {
    member.letters.delete('E')
    member.retries++
  }

  #forceRecovery (now: number): void {
    for (const member of this.members) {
      if (member.letters.has('E')) this.#tryRecover(member, now)
      if (!member.letters.has('E')) return
    }
    if (this.forcerecovery) for (const member of this.members) this.#clear(member)
  }

  #find (route: string, tried: readonly string[], now: number, depth: number): OracleMember | null {
    for (const phase of ['normal', 'standby']) {
      for (const member of this.members) {
        if ((member.letters.has('H') ? 'standby' : 'normal') !== phase || member.route !== route) continue
        if (!this.#usable(member)) this.#tryRecover(member, now)
        if (this.#usable(member) && !tried.includes(member.name)) return member
        if (member.redirect === '' || depth >= this.members.length) continue
        const other = this.#find(member.redirect, tried, now, depth + 1)
        if (other !== null) return other
      }
    }
    return null
  }

  #charge (elected: OracleMember): void {
    let total = 0
    for (const member of this.members) {
      if (!this.#usable(member)) continue
      member.lbstatus += member.factor
      total += member.factor
    }
    elected.lbstatus -= total
  }

  #schedule (tried: readonly string[], now: number): OracleMember | null {
    const sets = [...new Set(this.members.map(({ lbset }) => lbset))].sort((a, b) => a - b)
    for (const set of sets) {
      const best = this.#scheduleSet(this.members.filter(({ lbset }) => lbset === set), tried, now)
      if (best !== null) return best
    }
    return null
  }

  #scheduleSet (members: readonly OracleMember[], tried: readonly string[], now: number): OracleMember | null {
    const slate: { best: OracleMember | null, total: number } = { best: null, total: 0 }
    const consider = (member: OracleMember): void => {
      if (this.method !== 'bytraffic') {
        member.lbstatus += member.factor
        slate.total += member.factor
      }
      if (better[this.method](member, slate.best)) slate.best = member
    }
    let bad = 0
    const spares: OracleMember[] = []
    const standbys: OracleMember[] = []
    for (const member of members) {
      const spare = member.letters.has('R')
      const standby = !spare && member.letters.has('H')
      if (member.letters.has('N')) {
        if (!spare && !standby) bad++
        continue
      }
      if (!this.#usable(member)) this.#tryRecover(member, now)
      const electable = this.#usable(member) && !tried.includes(member.name)
      if (spare && electable) spares.push(member)
      if (standby && electable) standbys.push(member)
      if (!spare && !standby && electable) consider(member)
      if (!spare && !standby && !electable) bad++
    }
    spares.slice(0, bad).forEach(consider)
    if (slate.best === null) standbys.forEach(consider)
    if (slate.best !== null) slate.best.lbstatus -= slate.total
    return slate.best
  }
}
