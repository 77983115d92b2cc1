/** What the primary process and its workers say to each other. */
import type { Address } from '@fastify-balancer/conf'
import type { ServerHeartbeat } from '@fastify-balancer/core'
import type { ProcessFigures, ProcessMetrics } from '@fastify-balancer/status'
import type { ServeOptions } from './serve.ts'
import type { SharedChange } from './share-changes.ts'

export type ToWorker =
  | { readonly type: 'serve', readonly options: ServeOptions, readonly seed: string, readonly changes: readonly SharedChange[], readonly heartbeats: readonly ServerHeartbeat[] }
  | { readonly type: 'change', readonly change: SharedChange }
  | { readonly type: 'heartbeat', readonly heartbeat: ServerHeartbeat }
  /** Wants to know the worker's figures. */
  | { readonly type: 'figures?', readonly id: number }
  /** Those of all workers, as was asked. */
  | { readonly type: 'figures', readonly id: number, readonly figures: readonly ProcessFigures[] }
  | { readonly type: 'metrics?', readonly id: number }
  | { readonly type: 'metrics', readonly id: number, readonly metrics: readonly ProcessMetrics[] }
  | { readonly type: 'reopenLogs' }
  | { readonly type: 'close' }

export type ToPrimary =
  /** Node drops what is said to a worker before it listens, so a worker speaks first. */
  | { readonly type: 'listening' }
  | { readonly type: 'serving', readonly addresses: readonly Address[] }
  | { readonly type: 'refused', readonly reason: string }
  | { readonly type: 'change', readonly change: SharedChange }
  | { readonly type: 'heartbeat', readonly heartbeat: ServerHeartbeat }
  /** Wants to know the figures of all workers. */
  | { readonly type: 'figures?', readonly id: number }
  /** The worker's own, as was asked. */
  | { readonly type: 'figures', readonly id: number, readonly figures: ProcessFigures }
  | { readonly type: 'metrics?', readonly id: number }
  | { readonly type: 'metrics', readonly id: number, readonly metrics: ProcessMetrics }
