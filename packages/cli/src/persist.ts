/** `BalancerPersist On`: what operators change is kept in a file, and done again after a restart. */
import type { Configuration } from '@fastify-balancer/conf'
import type { Balancers } from '@fastify-balancer/core'
import { keepChanges } from '@fastify-balancer/manager'
import type { Io } from './io.ts'
import { formatPlace } from './log/log-files.ts'
import { placeOf } from './places.ts'
import { Refusal } from './refusal.ts'
import type { SharedChange } from './share-changes.ts'

/** What an earlier start left, done again. */
export interface Persisted {
  /** What was done, for processes that are to do it too. */
  readonly changes: readonly SharedChange[]
  /** With the nonces of the earlier start, for such processes. */
  readonly configuration: Configuration
  readonly close: () => Promise<void>
}

/**
 * Does again what the file has, and writes every change of these balancers to it from then on. Only one process may do so.
 * @throws Refusal when the file cannot be read or written
 */
export async function persist (configuration: Configuration, balancers: Balancers, { stderr }: Pick<Io, 'stderr'>): Promise<Persisted> {
  const { balancerPersist: file } = configuration
  if (file === null) return { changes: [], configuration, close: async () => {} }
  const changes: SharedChange[] = []
  const note = ({ by, at, change }: SharedChange): void => { changes.push({ by, at, change }) }
  const tell = (text: string): void => { stderr.write(`${text}\n`) }
  balancers.events.on('change', note)
  try {
    const { close } = await keepChanges(balancers, file, { warn: tell, error: tell })
    return { changes, configuration: withNonces(configuration, balancers), close }
  } catch (error) {
    throw new Refusal(formatPlace(placeOf(configuration, 'BalancerPersist', null), 'BalancerPersist') + (error as Error).message.replace(/^persist: /, ''))
  } finally {
    balancers.events.off('change', note)
  }
}

function withNonces (configuration: Configuration, all: Balancers): Configuration {
  const balancers = configuration.balancers.map(each => ({ ...each, parameters: { ...each.parameters, nonce: all.get(each.name).nonce || 'None' } }))
  return { ...configuration, balancers }
}
