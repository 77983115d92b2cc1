/** Reads the file that a command names. */
import { readConfiguration } from '@fastify-balancer/conf'
import type { Configuration } from '@fastify-balancer/conf'
import type { Io } from './io.ts'
import { Refusal } from './refusal.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'no permission to read it'
}

/** @throws Refusal when it cannot be read, FST_BALANCER_CONF when it cannot be used */
export function readFile (file: string, define: Readonly<Record<string, string>>, io: Pick<Io, 'env'>): Configuration {
  try {
    return readConfiguration(file, { define, environment: io.env })
  } catch (error) {
    const reason = reasons[String((error as NodeJS.ErrnoException).code)]
    throw reason === undefined ? error : new Refusal(`${file}: ${reason}`)
  }
}
