import type { MemberConnection } from './member-connection.ts'

/** Connections, last in first out; each is in one list at a time. The links are in the connections: nothing is allocated. */
export class ConnectionList {
  top: MemberConnection | null = null
  count = 0

  push (connection: MemberConnection): void {
    connection.list = this
    connection.above = null
    connection.below = this.top
    if (this.top !== null) this.top.above = connection
    this.top = connection
    this.count++
  }

  remove (connection: MemberConnection): void {
    const { above, below } = connection
    if (above === null) this.top = below
    else above.below = below
    if (below !== null) below.above = above
    connection.above = connection.below = null
    this.count--
  }
}
