import { html } from 'ghtml'
import { style } from './style.ts'

const doctype = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">'

/** The head of a document, httpd's doctype in front. Clients split the page at the end of its one style element. */
export function head (title: string): string {
  return html`!${doctype}
<html><head><title>${title}</title>
<meta name='viewport' content='width=device-width, initial-scale=1'>
<style type='text/css'>!${style}</style>
</head>
`
}
