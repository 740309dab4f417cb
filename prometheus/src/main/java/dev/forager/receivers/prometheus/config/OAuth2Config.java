// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Secret;
import dev.forager.transport.client.JwtAssertion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token from a server of tokens, as header of each request: Prometheus' {@code oauth2}. */
public record OAuth2Config(
        @Doc("Who asks for a token.") @Default("''") String clientId,
        @Doc("The secret of the client.") @Default("''") Secret clientSecret,
        @Doc("A file with the same, read at each request.") @Default("''") String clientSecretFile,
        @Doc(
                        "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                @Default("''")
                String clientSecretRef,
        @Doc(
                        "`client_credentials`, or `urn:ietf:params:oauth:grant-type:jwt-bearer`: the client signs with `client_certificate_key`.")
                @Default("client_credentials")
                String grantType,
        @Doc("Tells the server of tokens which key it is.") @Default("''")
                String clientCertificateKeyId,
        @Doc("The RSA key (PEM) with which the client signs.") @Default("''")
                Secret clientCertificateKey,
        @Doc("A file with the same, read at each request.") @Default("''")
                String clientCertificateKeyFile,
        @Doc(
                        "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                @Default("''")
                String clientCertificateKeyRef,
        @Doc("RS256, RS384 or RS512.") @Default("''") String signatureAlgorithm,
        @Doc("Who states what is signed; empty for `client_id`.") @Default("''") String iss,
        @Doc("Whom it is for; empty for `token_url`.") @Default("''") String audience,
        @Doc("More of what is signed.") @Default("{}") Map<String, Object> claims,
        @Doc("What the token is for.") @Default("[]") List<String> scopes,
        @Doc("Where tokens are given.") @Default("''") String tokenUrl,
        @Doc("More fields of the request for a token.") @Default("{}")
                Map<String, String> endpointParams,
        @Doc("TLS to the server of tokens.") @Default("{}") PromTls tlsConfig,
        @Inline PromProxy proxy) {
    private static final String CLIENT_CREDENTIALS = "client_credentials";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public OAuth2Config {
        require(!clientId.isEmpty(), "oauth2 client_id must be configured");
        require(!tokenUrl.isEmpty(), "oauth2 token_url must be configured");
        boolean signs = grantType.equals(JWT_BEARER);
        require(
                !signs
                        || Ways.areAtMostOne(
                                clientCertificateKey.reveal(),
                                clientCertificateKeyFile,
                                clientCertificateKeyRef),
                "at most one of oauth2 client_certificate_key, client_certificate_key_file & client_certificate_key_ref must be configured using grant-type=urn:ietf:params:oauth:grant-type:jwt-bearer");
        require(
                !signs
                        || signatureAlgorithm.isEmpty()
                        || JwtAssertion.isAlgorithm(signatureAlgorithm),
                "signature_algorithm",
                "valid signature algorithms are RS256, RS384 and RS512");
        require(
                !signs || !endpointParams.containsKey("assertion"),
                "endpoint_params",
                "oauth2: cannot overwrite parameter \"assertion\"");
        require(
                signs
                        || Ways.areAtMostOne(
                                clientSecret.reveal(), clientSecretFile, clientSecretRef),
                "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured using grant-type=client_credentials");
        require(
                signs || grantType.isEmpty() || grantType.equals(CLIENT_CREDENTIALS),
                "grant_type",
                "%s (expected: client_credentials or %s)".formatted(grantType, JWT_BEARER));
        require(
                !endpointParams.containsKey("scope") || scopes.isEmpty(),
                "endpoint_params",
                "oauth2: cannot overwrite parameter \"scope\"");
    }

    boolean namesSecrets() {
        boolean signs = grantType.equals(JWT_BEARER);
        return tlsConfig.namesSecrets()
                || !(signs ? clientCertificateKeyRef : clientSecretRef).isEmpty();
    }

    /** What the client signs; null where it shows its secret. */
    public @Nullable JwtAssertion assertion() {
        return grantType.equals(JWT_BEARER)
                ? new JwtAssertion(
                        signatureAlgorithm.isEmpty() ? "RS256" : signatureAlgorithm,
                        clientCertificateKeyId,
                        iss,
                        audience,
                        claims)
                : null;
    }
}
