// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pipeline.config.Secret;
import dev.forager.receivers.prometheus.config.HttpConfig;
import dev.forager.transport.client.HttpGetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What Prometheus' HTTP settings mean for a client: its options, and the headers of each request.
 * Files with secrets are read at each request, as Prometheus does. Stateless.
 */
public final class HttpAccess {
    /** As Prometheus: longer than the sane intervals. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private HttpAccess() {}

    /**
     * A client.
     *
     * @throws IOException when TLS files cannot be read
     */
    public static HttpGetter open(HttpConfig config, Logger log) throws IOException {
        return HttpGetter.open(
                new HttpGetter.Options(
                        config.tlsConfig().settings(),
                        config.proxyUrl(),
                        config.noProxy(),
                        config.proxyFromEnvironment(),
                        config.enableHttp2(),
                        config.followRedirects(),
                        IDLE),
                log);
    }

    /**
     * Credentials and configured headers.
     *
     * @throws IOException when a file cannot be read
     */
    public static Map<String, String> headers(HttpConfig config) throws IOException {
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
}
