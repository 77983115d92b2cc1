import { html } from 'ghtml'
import { assetVersion } from '../assets.ts'
import { style } from './style.ts'

const doctype = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">'

/**
 * The head of a document, httpd's doctype in front. Clients split the page at the end of its one style element.
 * @param base where the page's files are
 * @param kind what the document shows, for the style; `frame`: it is in a frame of the page
 */
export function head (title: string, base: string, kind: string): string {
  return html`!${doctype}
<html lang="en" class="${kind}"><head><title>${title}</title>
<meta charset="utf-8"><meta name='viewport' content='width=device-width, initial-scale=1'><meta name="color-scheme" content="light dark">
<style type='text/css'>!${style}</style>
!${kind === 'frame'
    ? html`<link rel='stylesheet' href='${base}/tools.css?!${assetVersion}'>`
    : html`<link rel='stylesheet' href='${base}/manager.css?!${assetVersion}'><script src='${base}/live.js?!${assetVersion}' defer></script>`}
</head>
`
}
