// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.pipeline.Deadline;
import dev.forager.testkit.TestCertificates;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.TlsClientConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of tokens on loopback that answers as it is told; no real one can be had here. */
class TokenSourceTest {
    private static final String JSON = "application/json;charset=UTF-8";

    /** Credentials in the header and form of each request. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private final TestClock clock = new TestClock();
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile int status = 200;
    private volatile String type = JSON;
    private volatile String body =
            "{\"access_token\":\"t1\",\"token_type\":\"bearer\",\"expires_in\":60}";
    private volatile boolean takesBodyOnly;
    private TokenSource source;

    TokenSourceTest() throws IOException {
        server.createContext("/token", this::answer);
    }

    @BeforeEach
    void open() throws IOException {
        server.start();
        source = source(Map.of("audience", "prod"));
    }

    @AfterEach
    void close() {
        source.close();
        server.stop(0);
    }

    private TokenSource source(Map<String, String> parameters) throws IOException {
        return source(parameters, null);
    }

    private TokenSource source(Map<String, String> parameters, @Nullable JwtAssertion assertion)
            throws IOException {
        String url = "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort());
        var options =
                new HttpGetter.Options(
                        TlsClientConfig.DEFAULT, "", "", false, true, true, Duration.ofMinutes(1));
        return new TokenSource(
                new TokenSource.Grant(
                        "me@shop", List.of("read", "list"), url, parameters, assertion),
                HttpGetter.open(options, new TestSettings().log().logger()),
                clock);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String pair =
                    given == null
                            ? "-"
                            : new String(
                                    Base64.getDecoder().decode(given.substring("Basic ".length())),
                                    UTF_8);
            seen.add(pair + " " + form);
            boolean isRefused = takesBodyOnly && given != null;
            byte[] answer = (isRefused ? "{\"error\":\"invalid_client\"}" : body).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(isRefused ? 401 : status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private String authorization(String secret) throws IOException {
        return source.authorization(secret, "test/1", Deadline.after(Duration.ofSeconds(30)));
    }

    @Test
    void token_isKeptUntilShortlyBeforeItsEnd() throws Exception {
        assertThat(authorization("s&t")).isEqualTo("Bearer t1");
        clock.advance(Duration.ofMillis(49_999));
        assertThat(authorization("s&t")).isEqualTo("Bearer t1");
        assertThat(seen)
                .containsExactly(
                        "me%40shop:s%26t audience=prod&grant_type=client_credentials&scope=read+list");
        body = "{\"access_token\":\"t2\",\"expires_in\":\"60\",\"more\":{\"a\":[1]}}";
        clock.advance(Duration.ofMillis(1));
        assertThat(authorization("s&t")).isEqualTo("Bearer t2");
        assertThat(seen).hasSize(2);
    }

    @Test
    void anotherSecret_getsAnotherToken_andOneWithoutAnEndStays() throws Exception {
        body = "{\"access_token\":\"t1\",\"token_type\":\"DPoP\",\"expires_in\":null}";
        assertThat(authorization("a")).isEqualTo("DPoP t1");
        clock.advance(Duration.ofDays(1000));
        authorization("a");
        assertThat(seen).hasSize(1);
        authorization("b");
        assertThat(seen).hasSize(2);
    }

    @Test
    void serverThatWantsCredentialsInTheBody_getsThemThereFromThenOn() throws Exception {
        takesBodyOnly = true;
        authorization("a");
        authorization("b");
        assertThat(seen).hasSize(3);
        assertThat(seen.getFirst()).startsWith("me%40shop:a ");
        assertThat(seen.get(1))
                .isEqualTo(
                        "- audience=prod&client_id=me%40shop&client_secret=a"
                                + "&grant_type=client_credentials&scope=read+list");
        assertThat(seen.getLast()).startsWith("- ").contains("client_secret=b");
    }

    @Test
    void form_isReadAsSomeServersSendIt() throws Exception {
        type = "application/x-www-form-urlencoded";
        body = "access_token=a%2Bb&token_type=mac&expires_in=30";
        assertThat(authorization("a")).isEqualTo("MAC a+b");
        clock.advance(Duration.ofSeconds(20));
        authorization("a");
        assertThat(seen).hasSize(2);
    }

    @Test
    void grantType_canBeAnotherOne() throws Exception {
        try (TokenSource other = source(Map.of("grant_type", "password"))) {
            other.authorization("a", "test/1", null);
        }
        assertThat(seen.getFirst()).endsWith(" grant_type=password&scope=read+list");
    }

    @Test
    void jwtGrant_handsInWhatTheClientSigned() throws Exception {
        var own = new TestCertificates().issueWith("RSA", "me");
        var claims = new LinkedHashMap<String, Object>();
        claims.put("sub", "shop");
        claims.put("roles", List.of("a", 1, true));
        claims.put("more", Collections.singletonMap("x", null));
        for (var algorithm :
                Map.of("RS256", "SHA256withRSA", "RS512", "SHA512withRSA").entrySet()) {
            var assertion = new JwtAssertion(algorithm.getKey(), "k1", "", "prod", claims);
            try (TokenSource signing = source(Map.of("resource", "r"), assertion)) {
                assertThat(signing.authorization(own.keyPem(), "test/1", null))
                        .isEqualTo("Bearer t1");
            }
            Matcher form =
                    Pattern.compile(
                                    "- assertion=([^.]+)\\.([^.]+)\\.([^&]+)&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&resource=r&scope=read\\+list")
                            .matcher(seen.getLast());
            assertThat(form.matches()).as(seen.getLast()).isTrue();
            assertThat(decoded(form.group(1)))
                    .isEqualTo(
                            "{\"alg\":\"%s\",\"kid\":\"k1\",\"typ\":\"JWT\"}"
                                    .formatted(algorithm.getKey()));
            long now = clock.instant().getEpochSecond();
            assertThat(decoded(form.group(2)))
                    .matches(
                            "\\{\"iss\":\"me@shop\",\"sub\":\"shop\",\"jti\":\"[0-9a-f-]{36}\",\"aud\":\"prod\",\"iat\":%d,\"exp\":%d,\"scope\":\"read list\",\"roles\":\\[\"a\",1,true],\"more\":\\{\"x\":null}}"
                                    .formatted(now, now + 600));
            Signature signature = Signature.getInstance(algorithm.getValue());
            signature.initVerify(own.certificate());
            signature.update((form.group(1) + "." + form.group(2)).getBytes(UTF_8));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(form.group(3)))).isTrue();
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    @Test
    void jwtGrant_needsAnRsaKey() throws Exception {
        String elliptic = new TestCertificates().issue("me").keyPem();
        var assertion = new JwtAssertion("RS256", "", "", "", Map.of());
        try (TokenSource signing = source(Map.of(), assertion)) {
            for (String key : List.of("", elliptic)) {
                assertThatThrownBy(() -> signing.authorization(key, "test/1", null))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("expected: PEM of an RSA key");
            }
        }
        assertThat(seen).isEmpty();
        assertThatThrownBy(() -> new JwtAssertion("ES256", "", "", "", Map.of()))
                .hasMessageContaining("expected: RS256");
    }

    /** The words of Go's oauth2, which users find when they search for them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401|{\"error\":\"invalid_client\",\"error_description\":\"who?\"}|oauth2: \"invalid_client\" \"who?\"",
                "200|{\"error\":\"slow_down\",\"error_uri\":\"http://x\"}|oauth2: \"slow_down\" \"http://x\"",
                "500|<html>|oauth2: cannot fetch token: 500 Internal Server Error",
                "500|{}|oauth2: cannot fetch token: 500 Internal Server Error",
                "200|<html>|oauth2: cannot parse json",
                "200|[]|oauth2: cannot parse json",
                "200|{\"token_type\":\"bearer\"}|oauth2: server response missing access_token"
            })
    void refusal_isSaid(int code, String answer, String text) {
        status = code;
        body = answer;
        assertThatThrownBy(() -> authorization("a"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text);
        assertThat(seen).as("header, then body").hasSize(2);
    }
}
