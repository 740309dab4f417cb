// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pipeline.Deadline;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of OAuth 2.0 for a client with credentials of its own: a secret, or a key with which it
 * signs ({@link JwtAssertion}). A token is kept until shortly before its end, or until the secret
 * is another one. A secret goes in the header, and to a server that refuses it there in the body,
 * from then on. Thread-safe: a call that needs a new token blocks, and the others wait for the
 * same.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>
 */
public final class TokenSource implements AutoCloseable {
    /** So much before its end a token counts as ended: as Go's oauth2. */
    private static final Duration EARLY = Duration.ofSeconds(10);

    /** Most of an answer that is read: as Go's oauth2. */
    private static final HttpGetter.Limits LIMITS = new HttpGetter.Limits(1 << 20, _ -> true);

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final Grant grant;
    private final HttpGetter http;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token present;

    /** Null until a server has taken the credentials in one way. */
    private @Nullable Boolean isInBody;

    /**
     * What is asked for.
     *
     * @param clientId who asks
     * @param scopes what for; may be empty
     * @param tokenUrl where
     * @param parameters more fields of the form; one called {@code grant_type} wins
     * @param assertion what the client signs; null where it shows its secret
     */
    public record Grant(
            String clientId,
            List<String> scopes,
            String tokenUrl,
            Map<String, String> parameters,
            @Nullable JwtAssertion assertion) {
        /** Copies what is handed in. */
        public Grant {
            scopes = List.copyOf(scopes);
            parameters = Map.copyOf(parameters);
        }
    }

    private record Token(String secret, String header, Instant end) {}

    /**
     * A source without a token yet.
     *
     * @param http how the server of tokens is reached; closed with the source
     */
    public TokenSource(Grant grant, HttpGetter http, InstantSource clock) {
        this.grant = grant;
        this.http = http;
        this.clock = clock;
    }

    /**
     * The value of the header Authorization.
     *
     * @param secret of the client, or the key with which it signs
     * @param userAgent for the server of tokens
     * @throws IOException when there is no token; the message says what the server answered
     */
    public String authorization(String secret, String userAgent, @Nullable Deadline deadline)
            throws IOException {
        lock.lock();
        try {
            Token known = present;
            Instant now = clock.instant();
            if (known == null || !known.secret.equals(secret) || !now.isBefore(known.end)) {
                TokenAnswer answer = fetch(secret, userAgent, deadline);
                known = new Token(secret, answer.type() + " " + answer.token(), end(now, answer));
                present = known;
            }
            return known.header;
        } finally {
            lock.unlock();
        }
    }

    private static Instant end(Instant now, TokenAnswer answer) {
        return answer.lifeSeconds() == 0
                ? Instant.MAX
                : now.plusSeconds(answer.lifeSeconds()).minus(EARLY);
    }

    private TokenAnswer fetch(String secret, String userAgent, @Nullable Deadline deadline)
            throws IOException {
        if (grant.assertion != null) {
            String id = UUID.randomUUID().toString();
            String signed = grant.assertion.sign(grant, secret, id, clock.instant());
            return fetch(Map.of(), Map.of("assertion", signed), userAgent, deadline);
        }
        if (isInBody != null) {
            return fetch(secret, userAgent, isInBody, deadline);
        }
        try {
            TokenAnswer answer = fetch(secret, userAgent, false, deadline);
            isInBody = false;
            return answer;
        } catch (IOException inHeader) {
            TokenAnswer answer = fetch(secret, userAgent, true, deadline);
            isInBody = true;
            return answer;
        }
    }

    private TokenAnswer fetch(
            String secret, String userAgent, boolean inBody, @Nullable Deadline deadline)
            throws IOException {
        if (inBody) {
            return fetch(
                    Map.of(),
                    Map.of("client_id", grant.clientId, "client_secret", secret),
                    userAgent,
                    deadline);
        }
        String pair = encoded(grant.clientId) + ":" + encoded(secret);
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return fetch(
                Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes)),
                Map.of(),
                userAgent,
                deadline);
    }

    private TokenAnswer fetch(
            Map<String, String> credentials,
            Map<String, String> own,
            String userAgent,
            @Nullable Deadline deadline)
            throws IOException {
        Map<String, String> headers = new TreeMap<>(credentials);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("User-Agent", userAgent);
        byte[] form = form(own).getBytes(StandardCharsets.UTF_8);
        return TokenAnswer.of(http.post(grant.tokenUrl, headers, form, LIMITS, deadline));
    }

    private String form(Map<String, String> own) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("grant_type", grant.assertion == null ? "client_credentials" : JWT_BEARER);
        if (!grant.scopes.isEmpty()) {
            fields.put("scope", String.join(" ", grant.scopes));
        }
        fields.putAll(grant.parameters);
        fields.putAll(own);
        List<String> pairs = new ArrayList<>(fields.size());
        fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        return String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        http.reread();
    }

    /** Closes the connections. */
    @Override
    public void close() {
        http.close();
    }
}
