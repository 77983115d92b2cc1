/** Reads files of certificates. What is in them only whoever uses them can tell. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from './errors.ts'

const keyLabel = '(?:[A-Z]+ )?PRIVATE KEY'

/** @throws FST_BALANCER_BAD_PARAMETER when it holds no certificate, or something that is none */
export function readCertificates (path: string): string {
  const text = read(() => readFileSync(path, 'latin1'))
  const found = blocks(text, 'CERTIFICATE')
  if (found.length === 0) refuse(`${path} holds no certificate (PEM)`)
  if (!found.every(isDer)) refuse(`${path} holds a certificate that cannot be read`)
  return text
}

/** All files of a directory that hold certificates; those that `c_rehash` links to a second time but once. */
export function readCertificateDirectory (path: string): string {
  const files = read(() => readdirSync(path)).map(name => join(path, name)).filter(file => statSync(file).isFile())
  const texts = new Set(files.filter(file => blocks(read(() => readFileSync(file, 'latin1')), 'CERTIFICATE').length > 0).map(readCertificates))
  if (texts.size === 0) refuse(`${path} holds no file with a certificate (PEM)`)
  return [...texts].join('\n')
}

/** A certificate and its key. */
export function readMachineCertificate (path: string): string {
  const text = readCertificates(path)
  const keys = blocks(text, keyLabel)
  if (keys.length !== 1) refuse(`${path} must hold one private key (PEM), not ${keys.length}`)
  checkUnlocked(keys[0]!, path)
  return text
}

/** @throws FST_BALANCER_BAD_PARAMETER when it holds no private key, or one with a password */
export function readPrivateKey (path: string): string {
  const text = read(() => readFileSync(path, 'latin1'))
  const [key] = blocks(text, keyLabel)
  if (key === undefined) refuse(`${path} holds no private key (PEM)`)
  checkUnlocked(key, path)
  return text
}

function checkUnlocked (key: string, path: string): void {
  if (/^-----BEGIN ENCRYPTED|ENCRYPTED$/m.test(key)) refuse(`the private key in ${path} is encrypted, and nobody is there to type its password`)
}

function blocks (text: string, label: string): string[] {
  return text.match(new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----`, 'gs')) ?? []
}

/** Whether it is base64 of one whole ASN.1 sequence with a length of two bytes, as certificates are. */
function isDer (block: string): boolean {
  const der = Buffer.from(block.split('\n').slice(1, -1).join(''), 'base64')
  return der.length > 4 && der[0] === 0x30 && der[1] === 0x82 && der.readUInt16BE(2) === der.length - 4
}

function read<T> (read: () => T): T {
  try {
    return read()
  } catch (error) {
    return refuse((error as Error).message)
  }
}
