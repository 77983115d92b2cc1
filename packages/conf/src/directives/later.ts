/** Directives that would change who may see what, or what is served, and that we cannot do yet. */
import { all } from '../directive.ts'
import type { Rules } from '../directive.ts'

export const later: Rules = all([
  // Access
  'AuthDigestProvider',
  // Mapping
  'Action', 'RewriteBase', 'RewriteCond', 'RewriteMap', 'RewriteOptions', 'RewriteRule', 'ScriptAlias', 'ScriptAliasMatch',
  'ServerPath', 'Use', 'UserDir',
  // Headers, environment, content
  'AddInputFilter', 'AddOutputFilter', 'AddOutputFilterByType', 'CacheEnable',
  'DeflateCompressionLevel', 'ExpiresActive', 'ExpiresByType', 'ExpiresDefault', 'ForceType', 'RemoteIPHeader',
  'RemoteIPInternalProxy', 'RemoteIPTrustedProxy', 'SetInputFilter',
  'SetOutputFilter', 'Substitute',
  // Logs
  'CookieTracking', 'ErrorLogFormat', 'GlobalLog',
  // mod_proxy and its friends
  'NoProxy', 'ProxyBlock', 'ProxyDomain', 'ProxyRemote', 'ProxyRemoteMatch',
  // TLS
  'SSLCACertificatePath', 'SSLCADNRequestFile', 'SSLCADNRequestPath', 'SSLCARevocationFile', 'SSLCARevocationPath',
  'SSLOCSPEnable', 'SSLOpenSSLConfCmd', 'SSLPolicy', 'SSLProxyCARevocationCheck', 'SSLProxyCARevocationFile',
  'SSLProxyCARevocationPath', 'SSLProxyCipherSuite', 'SSLProxyMachineCertificateChainFile', 'SSLProxyMachineCertificatePath',
  'SSLProxyVerifyDepth', 'SSLRequire', 'SSLRequireSSL', 'SSLSRPVerifierFile', 'SSLUserName'
], { verdict: 'refused', why: 'not supported yet' })
