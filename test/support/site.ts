/** What a front server is to serve, said once for a real httpd and for ours. */

export interface Site {
  /** Configuration files, read one after the other, unmodified. */
  readonly files: readonly string[]
  /** Where the members' host names lead: ports of 127.0.0.1. Members are on port 80, as in the files. */
  readonly hosts: Readonly<Record<string, number>>
  /** Its virtual hosts speak TLS. */
  readonly tls?: boolean
  /** Variables of the environment, for `${NAME}` in the files. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A server that serves a site on a port of 127.0.0.1. */
export interface Front {
  readonly port: number
  /** Ends it, so that its logs are complete. */
  end (): Promise<void>
  /** Lines of its error log. */
  errorLog (): Promise<string[]>
  /** Lines of `access.log`, if the files say `CustomLog "${APACHE_LOG_DIR}/access.log" …`. */
  accessLog (): Promise<string[]>
}
