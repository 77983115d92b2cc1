/** The file of heartbeats (`HeartbeatStorage`), as mod_heartmonitor writes and mod_lbmethod_heartbeat reads it. */
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { Heartbeat, Heartbeats, ServerHeartbeat } from '@fastify-balancer/core'
import { messageOf, readFields, readNumber } from './message.ts'

/** httpd's, for a server that names none. So it means any port in a file. */
const unsaidPort = 80

/** A line for each server: `10.0.0.1 &ready=75&busy=3&lastseen=1&port=80`. */
export function formatStorage (heartbeats: Iterable<ServerHeartbeat>, now: number): string {
  return [...heartbeats].map(({ address, ready, busy, at, port }) =>
    `${address} &ready=${ready}&busy=${busy}&lastseen=${Math.floor((now - at) / 1000)}&port=${port ?? unsaidPort}\n`).join('')
}

/**
 * Lines that begin with `#` and those without an address mean nothing.
 * @param writtenAt what the ages in the file refer to, in epoch milliseconds
 */
export function readStorage (text: string, writtenAt: number): Array<{ readonly heartbeat: Heartbeat, readonly at: number }> {
  return text.split('\n').flatMap(line => {
    const [, address = '', rest = ''] = /^(\S+) +&?(.*)$/.exec(line) ?? []
    if (isIP(address) === 0) return []
    const fields = readFields(rest)
    const { port, ...message } = messageOf(fields)
    return { heartbeat: { ...message, address, port: port === unsaidPort ? null : port }, at: writtenAt - readNumber(fields.get('lastseen')) * 1000 }
  })
}

/** Keeps a file and what is heard alike, together with whoever else writes it. */
export class Storage {
  /** Whether something is known that the file did not tell. */
  #hasNews = false
  #isReading = false
  /** The file as it was last read or written; null: it was not there. */
  #version: string | null = null
  readonly #path: string
  readonly #heartbeats: Heartbeats

  constructor (path: string, heartbeats: Heartbeats) {
    this.#path = path
    this.#heartbeats = heartbeats
  }

  /** To be told of every heartbeat. */
  heard (): void {
    if (!this.#isReading) this.#hasNews = true
  }

  /** Takes down what another process has written since. */
  async read (): Promise<void> {
    const written = await versionOf(this.#path)
    if (written === null || written.version === this.#version) return
    const heard = readStorage(await readFile(this.#path, 'utf8'), written.at)
    this.#version = written.version
    const now = Date.now()
    this.#isReading = true
    for (const { heartbeat, at } of heard) this.#heartbeats.hear(heartbeat, at, now)
    this.#isReading = false
  }

  /** Writes the file as long as servers are heard here, as their ages grow; who only reads it leaves it alone. */
  async write (): Promise<void> {
    if (!this.#hasNews) return
    const text = formatStorage(this.#heartbeats, Date.now())
    this.#hasNews = text !== ''
    const temporary = `${this.#path}.tmp.${process.pid}`
    await rm(temporary, { force: true })
    await writeFile(temporary, text)
    await chmod(temporary, 0o444)
    this.#version = (await versionOf(temporary))!.version
    await rename(temporary, this.#path)
  }
}

async function versionOf (path: string): Promise<{ readonly version: string, readonly at: number } | null> {
  try {
    const { ino, mtimeMs, size } = await stat(path)
    return { version: `${ino} ${mtimeMs} ${size}`, at: mtimeMs }
  } catch {
    return null
  }
}
