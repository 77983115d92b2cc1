import { BadParameterError } from '../errors.ts'

/** What PCRE understands and JavaScript takes for something else, without a word. */
const pcreOnly = /\\[AGhHKNpPQRXzZ]|\\[aeEgC]|[*+?}]\+|\(\?(?:[>|#PR&+\d]|[a-z-]+[:)])|\[\[:\w+:\]/

/**
 * Makes a regular expression of httpd, which has PCRE's, one of JavaScript's.
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function createPattern (source: string, flags: string): RegExp {
  const foreign = pcreOnly.exec(source)
  if (foreign !== null) throw new BadParameterError(`JavaScript's regular expressions have no ${foreign[0]}`)
  try {
    return new RegExp(source, flags)
  } catch (error) {
    throw new BadParameterError((error as Error).message)
  }
}
