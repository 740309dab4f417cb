// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.config.Secret;
import dev.forager.receivers.prometheus.config.HttpConfig;
import dev.forager.receivers.prometheus.config.OAuth2Config;
import dev.forager.receivers.prometheus.config.PromProxy;
import dev.forager.receivers.prometheus.config.PromTls;
import dev.forager.transport.client.HttpGetter;
import dev.forager.transport.client.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A client by Prometheus' HTTP settings: its options, and the headers of each request. Files with
 * secrets are read at each request, as Prometheus does. Thread-safe; a call blocks its thread,
 * which should be a virtual one.
 */
public final class HttpAccess implements AutoCloseable {
    /** As Prometheus: longer than the sane intervals. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final HttpConfig config;
    private final HttpGetter http;
    private final @Nullable TokenSource tokens;

    private HttpAccess(HttpConfig config, HttpGetter http, @Nullable TokenSource tokens) {
        this.config = config;
        this.http = http;
        this.tokens = tokens;
    }

    /**
     * A client.
     *
     * @throws IOException when TLS files cannot be read
     */
    public static HttpAccess open(HttpConfig config, InstantSource clock, Logger log)
            throws IOException {
        HttpGetter http =
                getter(
                        config.tlsConfig(),
                        config.proxy(),
                        config.enableHttp2(),
                        config.followRedirects(),
                        log);
        OAuth2Config given = config.oauth2();
        try {
            return new HttpAccess(config, http, given == null ? null : tokens(given, clock, log));
        } catch (IOException e) {
            http.close();
            throw e;
        }
    }

    private static HttpGetter getter(
            PromTls tls, PromProxy proxy, boolean offersHttp2, boolean followsRedirects, Logger log)
            throws IOException {
        return HttpGetter.open(
                new HttpGetter.Options(
                        tls.settings(),
                        proxy.proxyUrl(),
                        proxy.noProxy(),
                        proxy.proxyFromEnvironment(),
                        offersHttp2,
                        followsRedirects,
                        IDLE),
                log);
    }

    private static TokenSource tokens(OAuth2Config config, InstantSource clock, Logger log)
            throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.putAll(config.endpointParams());
        return new TokenSource(
                new TokenSource.Grant(
                        config.clientId(),
                        config.scopes(),
                        config.tokenUrl(),
                        parameters,
                        config.assertion()),
                getter(config.tlsConfig(), config.proxy(), false, false, log),
                clock);
    }

    /**
     * One document.
     *
     * @param own headers of the request, which win over those of the configuration
     * @throws IOException when there is no answer, or a file with a secret cannot be read
     */
    public HttpGetter.Reply get(
            String url,
            String userAgent,
            Map<String, String> own,
            HttpGetter.Limits limits,
            Deadline deadline)
            throws IOException {
        Map<String, String> headers = headers(userAgent, deadline);
        headers.putAll(own);
        headers.put("User-Agent", userAgent);
        return http.get(url, headers, limits, deadline);
    }

    /**
     * Configured headers and credentials.
     *
     * @param userAgent for a server of tokens
     * @throws IOException when a file cannot be read, or there is no token
     */
    public Map<String, String> headers(String userAgent, @Nullable Deadline deadline)
            throws IOException {
        Map<String, String> headers = headers(config);
        OAuth2Config grant = config.oauth2();
        if (tokens != null && grant != null) {
            headers.put("Authorization", tokens.authorization(secret(grant), userAgent, deadline));
        }
        return headers;
    }

    private static String secret(OAuth2Config grant) throws IOException {
        return grant.assertion() == null
                ? either(
                        grant.clientSecret().reveal(),
                        grant.clientSecretFile(),
                        "oauth2 client secret")
                : either(
                        grant.clientCertificateKey().reveal(),
                        grant.clientCertificateKeyFile(),
                        "oauth2 client certificate key");
    }

    private static Map<String, String> headers(HttpConfig config) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, HttpConfig.Header> each : config.httpHeaders().entrySet()) {
            List<String> values = new ArrayList<>(each.getValue().values());
            each.getValue().secrets().forEach(secret -> values.add(secret.reveal()));
            for (String file : each.getValue().files()) {
                values.add(read(file, "headers file"));
            }
            headers.put(each.getKey(), String.join(", ", values));
        }
        String credentials = credentials(config);
        if (!credentials.isEmpty()) {
            headers.put("Authorization", credentials);
        }
        return headers;
    }

    private static String credentials(HttpConfig config) throws IOException {
        HttpConfig.BasicAuth basic = config.basicAuth();
        if (basic != null) {
            String user = either(basic.username(), basic.usernameFile(), "basic auth username");
            String password =
                    either(basic.password().reveal(), basic.passwordFile(), "basic auth password");
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
        HttpConfig.Authorization given = config.authorization();
        if (given != null) {
            String text =
                    either(
                            given.credentials().reveal(),
                            given.credentialsFile(),
                            "authorization credentials");
            return text.isEmpty() ? "" : given.type() + " " + text;
        }
        Secret bearer = config.bearerToken();
        String token = either(bearer.reveal(), config.bearerTokenFile(), "bearer token");
        return token.isEmpty() ? "" : "Bearer " + token;
    }

    private static String either(String text, String file, String what) throws IOException {
        return file.isEmpty() ? text : read(file, what);
    }

    private static String read(String file, String what) throws IOException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new IOException("unable to read %s %s: %s".formatted(what, file, e), e);
        }
    }

    /** Reads the files of the TLS sections again. */
    public void reread() {
        http.reread();
        if (tokens != null) {
            tokens.reread();
        }
    }

    /** Closes the connections; calls under way fail. */
    @Override
    public void close() {
        http.close();
        if (tokens != null) {
            tokens.close();
        }
    }
}
