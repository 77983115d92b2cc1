import { connect, isIP } from 'node:net'
import type { IpcNetConnectOpts, OnReadOpts, Socket, TcpNetConnectOpts } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { Addresses } from './addresses.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { flawOf } from './handshake.ts'
import type { TlsOptions } from './handshake.ts'

/**
 * Opens sockets to one member: TCP or Unix ones, as they are or with TLS over them, whose handshake is short after the first.
 * Of several addresses of a host name each is tried.
 */
export class SocketOpener {
  readonly #limits: ConnectionLimits
  /** null: there is no name to ask for, or each connection asks by itself. */
  readonly #addresses: Addresses | null
  readonly #socketOptions: TcpNetConnectOpts | IpcNetConnectOpts
  /** What the member needs to know us again (RFC 8446 §2.2); only of connections whose certificate was good. */
  #session: Buffer | undefined

  /** @param clock milliseconds from any beginning */
  constructor (limits: ConnectionLimits, clock: () => number) {
    const { address, addressttl, localAddress } = limits
    this.#limits = limits
    this.#addresses = 'path' in address || isIP(address.host) !== 0 || addressttl === null ? null : new Addresses(addressttl, clock)
    this.#socketOptions = 'path' in address
      ? address
      : {
          ...address,
          ...(this.#addresses === null ? {} : { lookup: this.#addresses.lookup }),
          ...(localAddress === null ? {} : { localAddress, family: isIP(localAddress) })
        }
  }

  /** Until when a connection that was opened just now may be used. */
  get until (): number {
    return this.#addresses?.until ?? Infinity
  }

  /**
   * @param onReached the member accepted the connection; its handshake may be to come
   * @param onReady requests may be sent
   */
  open (onread: OnReadOpts, onReached: () => void, onReady: () => void): Socket {
    const { keepalive, tls } = this.#limits
    const socket = tls === null
      ? connect({ ...this.#socketOptions, onread }).on('connect', onReady)
      : this.#openTls(tls, onread, onReady).on('connect', onReached)
    // As options they would be lost on the way to a TLS socket.
    return socket.setNoDelay(true).setKeepAlive(keepalive)
  }

  #openTls (tls: TlsOptions, onread: OnReadOpts, onReady: () => void): TLSSocket {
    const { hostname } = this.#limits
    let ready = false
    let session: Buffer | undefined
    const options: ConnectionOptions & { readonly onread: OnReadOpts } = {
      ...this.#socketOptions,
      onread,
      secureContext: tls.secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: tls.verify,
      // The certificate is the member's, wherever the connection goes.
      checkServerIdentity: (_address, certificate) => tls.checkPeerName ? checkServerIdentity(hostname, certificate) : undefined,
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      ...(this.#session === undefined ? {} : { session: this.#session })
    }
    const socket = connectTls(options)
    socket.on('session', given => {
      session = given
      if (ready) this.#session = given
    })
    socket.on('secureConnect', () => {
      const flaw = tls.verify || socket.isSessionReused() ? undefined : flawOf(socket, tls, hostname)
      if (flaw !== undefined) {
        socket.destroy(flaw)
        return
      }
      ready = true
      this.#session = session ?? this.#session
      onReady()
    })
    socket.on('error', () => { if (!ready) this.#session = undefined })
    return socket
  }
}
