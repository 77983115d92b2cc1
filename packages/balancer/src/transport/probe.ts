/** Asks a member once, over a connection of its own that is closed afterwards. */
import type { CallHandler } from './call.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import type { Deadlines } from './deadlines.ts'
import { ConnectError, ConnectTimeoutError, ProbeTimeoutError } from './errors.ts'
import { rawHeaders } from './head.ts'
import { MemberPool } from './member-pool.ts'
import type { MemberPoolOptions } from './member-pool.ts'
import { SocketOpener } from './open-socket.ts'
import type { ReadBlock } from './read-block.ts'

export interface ProbeRequest {
  /** Request line, headers and the empty line, as they are sent. */
  readonly head: string
  /** HEAD: the answer has no body. */
  readonly bodiless: boolean
  /** So many bytes of the answer's body are read; there may be more. */
  readonly maxBody: number
}

export interface ProbeAnswer {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: Buffer
}

const noHeaders: readonly string[] = []

/**
 * Sends a request. As a member might go on for ever, byte by byte, all of it has to be over within `connectiontimeout` and
 * `timeout` together.
 * @throws FST_BALANCER_*, or the signal's reason
 */
export function probe (limits: MemberPoolOptions, { head, bodiless, maxBody }: ProbeRequest, deadlines: Deadlines, signal: AbortSignal): Promise<ProbeAnswer> {
  return once(signal, (resolve, reject) => {
    let status = 0
    let headers = noHeaders
    let size = 0
    const chunks: Buffer[] = []
    const take = (block: ReadBlock, start: number, end: number, done: boolean): void => {
      const length = Math.min(end - start, maxBody - size)
      size += length
      chunks.push(Buffer.from(block.bytes.subarray(start, start + length)))
      if (!done && size < maxBody) return
      close()
      resolve({ status, headers, body: Buffer.concat(chunks) })
    }
    const fail = (error: Error): void => {
      close()
      reject(error)
    }
    const close = (): void => {
      clearTimeout(timer)
      call.abort()
    }
    const handler: CallHandler = {
      onHead (found, block, start, end, done) {
        status = found.status
        headers = rawHeaders(found)
        take(block, start, end, done)
      },
      onData: take,
      onRefused: fail,
      onFail: fail
    }
    const pool = new MemberPool({ ...limits, disablereuse: true }, deadlines)
    const call = pool.request({ head, body: null, length: null, bodiless, repeatable: false, expectContinue: false, upgrade: false }, handler)
    const timer = setTimeout(() => fail(new ProbeTimeoutError(limits.name)), limits.connectiontimeout + limits.timeout).unref()
    return close
  })
}

/**
 * Only connects, without TLS.
 * @throws FST_BALANCER_*, or the signal's reason
 */
export function reach (limits: ConnectionLimits, { clock }: Deadlines, signal: AbortSignal): Promise<void> {
  return once(signal, (resolve, reject) => {
    const { name, connectiontimeout } = limits
    const opener = new SocketOpener({ ...limits, tls: null }, clock)
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new ConnectTimeoutError(name))
    }, connectiontimeout).unref()
    const close = (): void => {
      clearTimeout(timer)
      socket.destroy()
    }
    const socket = opener.open({ buffer: Buffer.alloc(1), callback: () => false }, () => {}, () => {
      close()
      resolve()
    })
    socket.on('error', cause => {
      close()
      reject(new ConnectError(name, { cause }))
    })
    return close
  })
}

/** @param start begins, and returns how to give up */
async function once<T> (signal: AbortSignal, start: (resolve: (value: T) => void, reject: (error: Error) => void) => () => void): Promise<T> {
  signal.throwIfAborted()
  let onAbort = (): void => {}
  try {
    return await new Promise<T>((resolve, reject) => {
      const giveUp = start(resolve, reject)
      onAbort = () => {
        giveUp()
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort)
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
