const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escapes what came with a request as httpd does, and no more, so that scrapers read a query as it was. */
export function escape (text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character]!)
}
