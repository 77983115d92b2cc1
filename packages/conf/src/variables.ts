/** Replaces `${NAME}` by what `Define` or the environment says. */

/** What `${NAME}` and `<IfDefine>` know. */
export interface Variables {
  /** Exact names, for `<IfDefine>`. */
  readonly names: Set<string>
  /** By name in lower case; `Define NAME` alone gives no value. */
  readonly values: Map<string, string>
  readonly environment: Readonly<Record<string, string | undefined>>
}

export function createVariables (define: Readonly<Record<string, string>>, environment: Variables['environment']): Variables {
  const variables: Variables = { names: new Set(), values: new Map(), environment }
  for (const [name, value] of Object.entries(define)) setVariable(variables, name, value)
  return variables
}

/** @param value undefined: the name alone is defined */
export function setVariable (variables: Variables, name: string, value: string | undefined): void {
  variables.names.add(name)
  if (value !== undefined) variables.values.set(name.toLowerCase(), value)
}

export function unsetVariable (variables: Variables, name: string): void {
  variables.names.delete(name)
  variables.values.delete(name.toLowerCase())
}

/**
 * Replaces every `${NAME}` once; what comes in is not looked at again. `Define` wins over the environment, and its
 * names have no case. An unknown name stays as it is, as in httpd (AH00111), and is told.
 */
export function substitute (text: string, { values, environment }: Variables): { text: string, missing: readonly string[] } {
  const missing: string[] = []
  const replaced = text.replace(/\$\{([^}]+)\}/g, (reference, name: string) => {
    const value = values.get(name.toLowerCase()) ?? environment[name]
    if (value === undefined) missing.push(reference)
    return value ?? reference
  })
  return { text: replaced, missing }
}
