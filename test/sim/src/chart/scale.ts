/** An axis: where a value lies on it, from 0 to 1, and the values that are written along it. */
export interface Scale {
  readonly place: (value: number) => number
  readonly ticks: readonly number[]
}

/** From zero to the largest value at least, in round steps. */
export function linear (values: readonly number[]): Scale {
  const most = Math.max(...values)
  const magnitude = 10 ** Math.floor(Math.log10(most))
  const stride = [0.2, 0.5, 1, 2].map(part => part * magnitude).find(stride => most / stride <= 6)!
  const count = Math.ceil(most / stride)
  const ticks = Array.from({ length: count + 1 }, (_, i) => Number((i * stride).toPrecision(6)))
  return { place: value => value / (count * stride), ticks }
}

/** From the power of ten below all values to the one above. */
export function logarithmic (values: readonly number[]): Scale {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.ceil(Math.log10(Math.max(...values)))
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  return { place: value => (Math.log10(value) - low) / (high - low), ticks }
}
