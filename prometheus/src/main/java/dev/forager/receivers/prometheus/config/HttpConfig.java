// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How Prometheus reaches an HTTP server: its {@code http_config}. */
public record HttpConfig(
        @Doc("User and password.") @Nullable BasicAuth basicAuth,
        @Doc("The header Authorization.") @Nullable Authorization authorization,
        @Doc("A token of OAuth 2.0.") @Nullable OAuth2Config oauth2,
        @Doc("The former form of `authorization::credentials`.") @Default("''") Secret bearerToken,
        @Doc("The former form of `authorization::credentials_file`.") @Default("''")
                String bearerTokenFile,
        @Doc("TLS.") @Default("{}") PromTls tlsConfig,
        @Doc("Whether to follow redirects.") @Default("true") boolean followRedirects,
        @Doc("Whether to offer HTTP/2 where there is TLS.") @Default("true") boolean enableHttp2,
        @Inline PromProxy proxy,
        @Doc("More headers of each request.") @Default("{}") Map<String, Header> httpHeaders) {
    /** Headers that belong to the client. */
    private static final Set<String> RESERVED =
            Set.of(
                    "authorization",
                    "host",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "user-agent",
                    "connection",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "www-authenticate",
                    "accept-encoding",
                    "x-prometheus-remote-write-version",
                    "x-prometheus-remote-read-version",
                    "x-prometheus-scrape-timeout-seconds",
                    "x-amz-date",
                    "x-amz-security-token",
                    "x-amz-content-sha256");

    /** Everything absent. */
    public static final HttpConfig DEFAULT =
            new HttpConfig(
                    null,
                    null,
                    null,
                    new Secret(""),
                    "",
                    PromTls.DEFAULT,
                    true,
                    true,
                    PromProxy.NONE,
                    Map.of());

    public HttpConfig {
        boolean hasBearer = !bearerToken.isEmpty() || !bearerTokenFile.isEmpty();
        require(
                bearerToken.isEmpty() || bearerTokenFile.isEmpty(),
                "at most one of bearer_token & bearer_token_file must be configured");
        require(
                !hasBearer || (basicAuth == null && oauth2 == null),
                "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
        require(
                !hasBearer || authorization == null,
                "authorization is not compatible with bearer_token & bearer_token_file");
        require(
                Stream.of(basicAuth, authorization, oauth2).filter(each -> each != null).count()
                        <= 1,
                "at most one of basic_auth, oauth2 & authorization must be configured");
        for (String name : httpHeaders.keySet()) {
            require(
                    !RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT)),
                    "http_headers",
                    "setting header \"%s\" is not allowed".formatted(name));
        }
    }

    /** Whether a secret is only named: nobody holds such secrets, so that there is no client. */
    public boolean namesSecrets() {
        return tlsConfig.namesSecrets()
                || (basicAuth != null
                        && !(basicAuth.usernameRef.isEmpty() && basicAuth.passwordRef.isEmpty()))
                || (authorization != null && !authorization.credentialsRef.isEmpty())
                || (oauth2 != null && oauth2.namesSecrets());
    }

    /**
     * Refuses files of credentials and client certificates that are not there, as the collector
     * does; other files may come later.
     *
     * @param at the key of this section, for messages
     */
    void checkFiles(String at) {
        String credentials =
                authorization == null ? bearerTokenFile : authorization.credentialsFile();
        checkFile(credentials, "authorization credentials", at);
        checkFile(tlsConfig.certFile(), "client cert", at);
        checkFile(tlsConfig.keyFile(), "client key", at);
    }

    private static void checkFile(@Nullable String file, String what, String at) {
        require(
                file == null || file.isEmpty() || Files.exists(Path.of(file)),
                at,
                "error checking %s file \"%s\": stat %s: no such file or directory"
                        .formatted(what, file, file));
    }

    /** User and password, or the files that hold them. */
    public record BasicAuth(
            @Doc("The user.") @Default("''") String username,
            @Doc("A file with the user.") @Default("''") String usernameFile,
            @Doc(
                            "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                    @Default("''")
                    String usernameRef,
            @Doc("The password.") @Default("''") Secret password,
            @Doc("A file with the password, read at each request.") @Default("''")
                    String passwordFile,
            @Doc(
                            "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                    @Default("''")
                    String passwordRef) {
        public BasicAuth {
            require(
                    Ways.areAtMostOne(username, usernameFile, usernameRef),
                    "at most one of basic_auth username, username_file & username_ref must be configured");
            require(
                    Ways.areAtMostOne(password.reveal(), passwordFile, passwordRef),
                    "at most one of basic_auth password, password_file & password_ref must be configured");
        }
    }

    /** A scheme and credentials. */
    public record Authorization(
            @Doc("The scheme.") @Default("Bearer") String type,
            @Doc("What stands behind the scheme.") @Default("''") Secret credentials,
            @Doc("A file with the same, read at each request.") @Default("''")
                    String credentialsFile,
            @Doc(
                            "The name of a secret that a manager of secrets holds; there is none, and the job is not scraped.")
                    @Default("''")
                    String credentialsRef) {
        public Authorization {
            require(
                    Ways.areAtMostOne(credentials.reveal(), credentialsFile, credentialsRef),
                    "at most one of authorization credentials & credentials_file must be configured");
            type = type.isBlank() ? "Bearer" : type.strip();
            require(
                    !type.equalsIgnoreCase("basic"),
                    "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        }
    }

    /** The values of one header. */
    public record Header(
            @Doc("Values.") @Default("[]") List<String> values,
            @Doc("Values that are secret.") @Default("[]") List<Secret> secrets,
            @Doc("Files with values, read at each request.") @Default("[]") List<String> files) {}
}
