import * as oidc from 'openid-client';
import { ProblemError } from '../edge/problem-error.js';
import { newSecret } from '#platform/app/secrets';
import type { SignIn } from './sign-ins.js';

export type ProviderConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Names the provider in identities; the issuer unless the district's directory says otherwise. */
  name: string;
  redirectUri: string;
};

/** The district's OpenID provider: code flow with PKCE, on the server. Found at the first sign-in, so that a start needs no network. */
export class IdentityProvider {
  private found: Promise<oidc.Configuration> | null = null;

  /** Our own address, as the provider knows it. */
  readonly home: URL;

  constructor(private readonly config: ProviderConfig) {
    this.home = new URL('/', config.redirectUri);
  }

  /** Where to send the browser, and what to remember until it is back. */
  async begin(returnTo: string): Promise<{ to: URL; remember: SignIn }> {
    const client = await this.client();
    const verifier = oidc.randomPKCECodeVerifier();
    const remember = { state: newSecret(), nonce: newSecret(), verifier, returnTo };
    const to = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.config.redirectUri,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: remember.state,
      nonce: remember.nonce,
      // Tablets are shared: the provider asks who it is each time.
      prompt: 'login',
    });
    return { to, remember };
  }

  /** Who came back: provider and subject, never an e-mail (web.md 2.6). */
  async finish(
    query: string,
    signIn: { state: string; verifier: string; nonce: string },
  ): Promise<{ provider: string; subject: string; givenName: string; familyName: string }> {
    const client = await this.client();
    const back = new URL(this.config.redirectUri);
    back.search = query;
    const tokens = await oidc
      .authorizationCodeGrant(client, back, {
        pkceCodeVerifier: signIn.verifier,
        expectedState: signIn.state,
        expectedNonce: signIn.nonce,
      })
      .catch(() => {
        throw new ProblemError('sign_in_required', 'The provider did not confirm it. Start again.');
      });
    const claims = tokens.claims();
    if (!claims) throw new ProblemError('sign_in_required', 'The provider did not say who it is.');
    const text = (claim: unknown) => (typeof claim === 'string' ? claim : '');
    return {
      provider: this.config.name,
      subject: claims.sub,
      givenName: text(claims.given_name),
      familyName: text(claims.family_name),
    };
  }

  private client(): Promise<oidc.Configuration> {
    this.found ??= this.discover().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const url = new URL(issuer);
    const insecure = url.protocol === 'http:' && isLoopback(url.hostname);
    try {
      return await oidc.discovery(
        url,
        clientId,
        clientSecret,
        oidc.ClientSecretBasic(clientSecret),
        {
          timeout: 10,
          execute: insecure ? [oidc.allowInsecureRequests] : [],
        },
      );
    } catch {
      throw new ProblemError(
        'busy',
        'The sign-in service does not answer. Try again in a moment; if it stays so, tell your administrator.',
      );
    }
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
