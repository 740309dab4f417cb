// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Secret;
import java.util.List;
import java.util.Map;

/** A token from a server of tokens, as header of each request: Prometheus' {@code oauth2}. */
public record OAuth2Config(
        @Doc("Who asks for a token.") @Default("''") AnyText clientId,
        @Doc("The secret of the client.") @Default("''") Secret clientSecret,
        @Doc("A file with the same, read at each request.") @Default("''") String clientSecretFile,
        @Doc("`client_credentials`; JWT grants are not supported.") @Default("client_credentials")
                String grantType,
        @Doc("What the token is for.") @Default("[]") List<String> scopes,
        @Doc("Where tokens are given.") @Default("''") String tokenUrl,
        @Doc("More fields of the request for a token.") @Default("{}")
                Map<String, AnyText> endpointParams,
        @Doc("TLS to the server of tokens.") @Default("{}") PromTls tlsConfig,
        @Inline PromProxy proxy) {
    private static final String CLIENT_CREDENTIALS = "client_credentials";

    public OAuth2Config {
        require(!clientId.value().isEmpty(), "oauth2 client_id must be configured");
        require(!tokenUrl.isEmpty(), "oauth2 token_url must be configured");
        require(
                clientSecret.isEmpty() || clientSecretFile.isEmpty(),
                "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured using grant-type=client_credentials");
        require(
                grantType.isEmpty() || grantType.equals(CLIENT_CREDENTIALS),
                "grant_type",
                "%s (expected: client_credentials)".formatted(grantType));
        require(
                !endpointParams.containsKey("scope") || scopes.isEmpty(),
                "endpoint_params",
                "oauth2: cannot overwrite parameter \"scope\"");
    }
}
