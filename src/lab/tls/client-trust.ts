/**
 * How clients in an instance come to trust the lab's authority: by variables that they read, and by the bundle that their
 * distribution keeps, over which the lab's certificate is mounted. Inside a lab there is nobody else to trust.
 */

/** Each takes the path of a file of certificates. */
const variables = [
  /** aws cli, botocore, and with it boto3; SDKs for .NET, Go, PHP and Ruby. */
  "AWS_CA_BUNDLE",
  /** OpenSSL as built by most distributions, Go, Ruby, Rust's native certificates, wget. */
  "SSL_CERT_FILE",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "NODE_EXTRA_CA_CERTS",
  "GIT_SSL_CAINFO",
  "PIP_CERT",
  "NPM_CONFIG_CAFILE",
  "CARGO_HTTP_CAINFO",
  "DENO_CERT",
  "HTTPLIB2_CA_CERTS",
  "PERL_LWP_SSL_CA_FILE",
  "WEBSOCKET_CLIENT_CA_BUNDLE",
  "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
] as const;

/** Where distributions keep their bundle; an instance has one or several of them. */
const bundlePaths = [
  /** Debian, Ubuntu, Alpine, Arch. */
  "/etc/ssl/certs/ca-certificates.crt",
  /** Amazon Linux, Fedora, RHEL: the name programs know, and the file behind it. */
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  /** openSUSE. */
  "/etc/ssl/ca-bundle.pem",
  "/var/lib/ca-certificates/ca-bundle.pem",
  /** Alpine's OpenSSL, and the one of several builds without a distribution. */
  "/etc/ssl/cert.pem",
  "/usr/lib/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt",
] as const;

interface ClientTrust {
  /** For the environment of every process of an instance. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files to mount the certificate over, where they exist. */
  readonly bundlePaths: readonly string[];
}

export function clientTrust({ caPath }: { readonly caPath: string }): ClientTrust {
  return { environment: Object.fromEntries(variables.map((name) => [name, caPath])), bundlePaths };
}
