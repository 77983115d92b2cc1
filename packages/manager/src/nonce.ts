import type { Balancer, Balancers } from '@fastify-balancer/core'
import { isSameSecret } from './secret.ts'

type Texts = ReadonlyMap<string, string>

/** Whether a form carries the balancer's nonce; that of a balancer with `nonce=None` nobody has. */
export function hasNonce ({ nonce }: Balancer, texts: Texts): boolean {
  return nonce !== '' && isSameSecret(texts.get('nonce') ?? '', nonce)
}

/** Whether a form carries the nonce of the balancer that it names. */
export function hasNonceOfItsBalancer (balancers: Balancers, texts: Texts): boolean {
  const balancer = balancers.find(texts.get('b') ?? '')
  return balancer !== undefined && hasNonce(balancer, texts)
}
