// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.bearertokenauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.extensions.bearertokenauth.BearerTokenAuthConfig.RetryOnFailure;
import dev.forager.pipeline.AuthenticationException;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Secret;
import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenAuthTest {
    private static final RetryOnFailure NO_RETRY = new RetryOnFailure(false, 0, Duration.ZERO);

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);

    @TempDir Path directory;

    @Test
    void rightToken_isLetIn() throws Exception {
        var auth = create(token("s3cret"));
        assertThat(auth.authenticate(shown("Bearer s3cret")).attributes()).isEmpty();
    }

    @Test
    void anyOfSeveralTokens_isLetIn_andTheFirstIsShown() throws Exception {
        var auth = create(tokens("one", "two"));
        auth.authenticate(shown("Bearer two"));
        assertThat(auth.headers()).isEqualTo(Map.of("authorization", "Bearer one"));
    }

    @Test
    void wrongTokenOrScheme_isRefused() {
        var auth = create(token("s3cret"));
        for (String value : List.of("Bearer other", "s3cret", "bearer s3cret", "", "Bearer ")) {
            assertThatThrownBy(() -> auth.authenticate(shown(value)))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessage("provided authorization does not match expected scheme or token");
        }
    }

    @Test
    void missingHeader_isNamed() {
        var auth = create(config("X-Api-Key", "", "k", List.of(), "", NO_RETRY, false));
        assertThatThrownBy(() -> auth.authenticate(shown("k")))
                .hasMessage("missing or empty authorization header: X-Api-Key");
    }

    @Test
    void ownHeaderWithoutScheme_carriesTheTokenAlone() throws Exception {
        var auth = create(config("X-Api-Key", "", "k", List.of(), "", NO_RETRY, false));
        auth.authenticate(Metadata.of(Map.of("x-api-key", List.of("k"))));
        assertThat(auth.headers()).isEqualTo(Map.of("x-api-key", "k"));
    }

    @Test
    void file_firstWordsOfLinesAreTokens() throws Exception {
        var auth = started(file(write("one # mine\n\n  two\tcomment\n")));
        auth.authenticate(shown("Bearer one"));
        auth.authenticate(shown("Bearer two"));
        assertThatThrownBy(() -> auth.authenticate(shown("Bearer #")))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void changedFile_isInForceASecondLater() throws Exception {
        Path file = write("old");
        var auth = started(file(file));
        Files.writeString(file, "newer");
        clock.advance(Duration.ofSeconds(1));
        auth.authenticate(shown("Bearer newer"));
        assertThatThrownBy(() -> auth.authenticate(shown("Bearer old")))
                .isInstanceOf(AuthenticationException.class);
        assertThat(settings.log().messages()).contains("refresh token");
    }

    @Test
    void deletedFile_leavesTheLastTokenInForce() throws Exception {
        Path file = write("kept");
        var auth = started(file(file));
        Files.delete(file);
        clock.advance(Duration.ofSeconds(1));
        auth.authenticate(shown("Bearer kept"));
        assertThat(settings.log().messages())
                .contains("failed to reload credentials file, keeping last value");
    }

    @Test
    void missingFile_refusesEverybodyAndIsReported() throws Exception {
        var host = new TestHost();
        var auth = create(file(directory.resolve("none")));
        auth.start(host);
        Awaitility.await().until(() -> !host.statuses().isEmpty());
        assertThat(host.statuses().getFirst().state())
                .isEqualTo(ComponentStatus.State.PERMANENT_ERROR);
        assertThatThrownBy(() -> auth.authenticate(shown("Bearer ")))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(auth::headers).isInstanceOf(Retryable.class);
        auth.stop(Duration.ofSeconds(1));
    }

    @Test
    void waitForFile_failsTheStartWhenAttemptsAreUsedUp() {
        var retry = new RetryOnFailure(true, 2, Duration.ofMillis(1));
        String none = directory.resolve("none").toString();
        var auth = create(config("Authorization", "Bearer", "", List.of(), none, retry, true));
        assertThatThrownBy(() -> auth.start(new TestHost()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed to read credentials file \"" + none + "\"");
        assertThat(settings.log().messages())
                .containsExactly(
                        "retrying to read credentials file", "retrying to read credentials file");
    }

    @Test
    void config_withoutATokenIsRefused() {
        assertThatThrownBy(() -> token(""))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("no bearer token provided");
        assertThatThrownBy(
                        () ->
                                config(
                                        "Authorization",
                                        "Bearer",
                                        "a",
                                        List.of(new Secret("b")),
                                        "",
                                        NO_RETRY,
                                        false))
                .hasMessage("either tokens or token should be provided, not both");
    }

    private BearerTokenAuth create(BearerTokenAuthConfig config) {
        return new BearerTokenAuth(config, settings.extension("bearertokenauth"));
    }

    private BearerTokenAuth started(BearerTokenAuthConfig config) throws Exception {
        var auth = create(config);
        auth.start(new TestHost());
        Awaitility.await()
                .ignoreExceptionsInstanceOf(Retryable.class)
                .until(() -> !auth.headers().isEmpty());
        return auth;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("tokens"), text);
    }

    private static Metadata shown(String value) {
        return Metadata.of(Map.of("Authorization", List.of(value)));
    }

    private static BearerTokenAuthConfig token(String token) {
        return config("Authorization", "Bearer", token, List.of(), "", NO_RETRY, false);
    }

    private static BearerTokenAuthConfig tokens(String one, String two) {
        List<Secret> tokens = List.of(new Secret(one), new Secret(two));
        return config("Authorization", "Bearer", "", tokens, "", NO_RETRY, false);
    }

    private static BearerTokenAuthConfig file(Path file) {
        String name = file.toString();
        return config("Authorization", "Bearer", "", List.of(), name, NO_RETRY, false);
    }

    private static BearerTokenAuthConfig config(
            String header,
            String scheme,
            String token,
            List<Secret> tokens,
            String file,
            RetryOnFailure retry,
            boolean wait) {
        return new BearerTokenAuthConfig(
                header, scheme, new Secret(token), tokens, file, retry, wait);
    }

    @Nested
    class Contract extends ExtensionContract<BearerTokenAuthConfig> {
        @Override
        protected ExtensionFactory<BearerTokenAuthConfig> factory() {
            return new BearerTokenAuthFactory();
        }

        @Override
        protected BearerTokenAuthConfig config() {
            var retry = new RetryOnFailure(true, 0, Duration.ofHours(1));
            String none = directory.resolve("none").toString();
            return BearerTokenAuthTest.config(
                    "Authorization", "Bearer", "", List.of(), none, retry, false);
        }

        @Override
        protected String yaml() {
            return "{filename: %s, retry_on_failure: {enabled: true, interval: 1h}}"
                    .formatted(directory.resolve("none"));
        }
    }
}
