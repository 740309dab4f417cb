// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.forager.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that want to know who asks: by a header, by a token, by a certificate. */
class ProtectedTargetsTest {
    private static final String PAGE = "a 1\n";

    @TempDir private Path folder;

    private static String last(ScrapedTarget target, String header) {
        Headers headers = target.requests().getLast();
        return String.valueOf(headers.getFirst(header));
    }

    private static Map<String, String> points(RunningScrape running) {
        return RunningScrape.points(running.scrape());
    }

    @Test
    void basicAuth_readsThePasswordAtEachScrape() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "open\n");
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, PAGE);
                var running =
                        new RunningScrape(
                                RunningScrape.job(
                                        target.address(),
                                        "basic_auth: {username: me, password_file: '%s'}"
                                                .formatted(password)))) {
            assertThat(points(running)).containsEntry("up{stage=test}", "1.0");
            assertThat(last(target, "Authorization")).isEqualTo("Basic bWU6b3Blbg==");
            Files.writeString(password, "sesame");
            points(running);
            assertThat(last(target, "Authorization")).isEqualTo("Basic bWU6c2VzYW1l");
            Files.delete(password);
            assertThat(points(running)).containsEntry("up{stage=test}", "0.0");
            assertThat(running.settings().log().lines().toString())
                    .contains("unable to read basic auth password")
                    .doesNotContain("sesame");
        }
    }

    @Test
    void authorization_andOwnHeaders_areSent() throws Exception {
        String more =
                """
                authorization: {type: Custom, credentials: abc}
                http_headers: {X-Tenant: {values: [t1], secrets: [t2]}}
                """;
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, PAGE);
                var running = new RunningScrape(RunningScrape.job(target.address(), more))) {
            assertThat(points(running)).containsEntry("up{stage=test}", "1.0");
            assertThat(last(target, "Authorization")).isEqualTo("Custom abc");
            assertThat(last(target, "X-Tenant")).isEqualTo("t1, t2");
        }
    }

    @Test
    void oauth2_bringsATokenFromItsServer() throws Exception {
        try (var tokens =
                        new ScrapedTarget(
                                "application/json",
                                "{\"access_token\":\"t1\",\"token_type\":\"bearer\",\"expires_in\":3600}");
                var target = new ScrapedTarget(ScrapedTarget.TEXT, PAGE);
                var running =
                        new RunningScrape(
                                RunningScrape.job(
                                        target.address(),
                                        "oauth2: {client_id: me, client_secret: open, scopes: [read], token_url: 'http://%s/token'}"
                                                .formatted(tokens.address())))) {
            assertThat(points(running)).containsEntry("up{stage=test}", "1.0");
            points(running);
            assertThat(last(target, "Authorization")).isEqualTo("Bearer t1");
            assertThat(tokens.requests()).hasSize(1);
            assertThat(last(tokens, "Authorization")).isEqualTo("Basic bWU6b3Blbg==");
        }
    }

    @Test
    void oauth2_thatGivesNoToken_failsTheScrape() throws Exception {
        try (var tokens = new ScrapedTarget("application/json", "{\"error\":\"invalid_scope\"}");
                var target = new ScrapedTarget(ScrapedTarget.TEXT, PAGE);
                var running =
                        new RunningScrape(
                                RunningScrape.job(
                                        target.address(),
                                        "oauth2: {client_id: me, token_url: 'http://%s/token'}"
                                                .formatted(tokens.address())))) {
            assertThat(points(running)).containsEntry("up{stage=test}", "0.0");
            assertThat(target.requests()).isEmpty();
            assertThat(running.settings().log().lines().toString())
                    .contains("oauth2: \"invalid_scope\"");
        }
    }

    @Test
    void oauth2_signsWithAKey() throws Exception {
        String key = new TestCertificates().issueWith("RSA", "me").keyFile(folder, "own.pem");
        try (var tokens = new ScrapedTarget("application/json", "{\"access_token\":\"t1\"}");
                var target = new ScrapedTarget(ScrapedTarget.TEXT, PAGE);
                var running =
                        new RunningScrape(
                                RunningScrape.job(
                                        target.address(),
                                        "oauth2: {client_id: me, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key_file: '%s', signature_algorithm: RS384, iss: me, audience: all, claims: {a: [1]}, token_url: 'http://%s/token'}"
                                                .formatted(key, tokens.address())))) {
            assertThat(points(running)).containsEntry("up{stage=test}", "1.0");
            assertThat(last(target, "Authorization")).isEqualTo("Bearer t1");
            assertThat(last(tokens, "Authorization")).isEqualTo("null");
        }
    }

    @Test
    void certificates_areCheckedOnBothSides() throws Exception {
        var authority = new TestCertificates();
        TestCertificates.Issued me = authority.issue("me");
        String ca = authority.authority().certificateFile(folder, "ca.pem");
        String tls =
                "tls_config: {ca_file: '%s', cert_file: '%s', key_file: '%s'}"
                        .formatted(
                                ca,
                                me.certificateFile(folder, "me.pem"),
                                me.keyFile(folder, "me.key"));
        try (var target =
                ScrapedTarget.overTls(
                        authority.context(authority.issue("127.0.0.1")),
                        ScrapedTarget.TEXT,
                        PAGE)) {
            assertThat(up(target, tls)).isEqualTo("1.0");
            assertThat(up(target, "tls_config: {ca_file: '%s'}".formatted(ca)))
                    .as("without a certificate of its own")
                    .isEqualTo("0.0");
            assertThat(up(target, tls.replaceFirst("ca_file: '[^']*', ", "")))
                    .as("without the authority")
                    .isEqualTo("0.0");
            assertThat(up(target, tls.replace("{", "{server_name: other.example, ")))
                    .as("under another name")
                    .isEqualTo("0.0");
        }
    }

    private static String up(ScrapedTarget target, String tls) throws Exception {
        try (var running =
                new RunningScrape(RunningScrape.job(target.address(), "scheme: https\n" + tls))) {
            return points(running).getOrDefault("up{stage=test}", "none");
        }
    }
}
