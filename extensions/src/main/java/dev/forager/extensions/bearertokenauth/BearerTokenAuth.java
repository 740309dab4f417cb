// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.bearertokenauth;

import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.AuthenticationException;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.ServerAuthenticator;
import dev.forager.transport.credentials.CredentialsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Compares what callers show with the tokens, and shows the first of them to servers. Thread-safe.
 */
final class BearerTokenAuth implements Extension, ServerAuthenticator, ClientAuthenticator {
    private final String header;
    private final String prefix;
    private final TokenSource source;
    private final BearerTokenAuthConfig.RetryOnFailure retry;
    private final boolean waitForFile;
    private final Logger logger;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread reader;

    BearerTokenAuth(BearerTokenAuthConfig config, ExtensionSettings settings) {
        header = config.header();
        prefix = config.scheme().isEmpty() ? "" : config.scheme() + " ";
        retry = config.retryOnFailure();
        waitForFile = config.waitForTokenFile();
        logger = settings.logger();
        source = source(config, settings);
    }

    /** A list wins over a file, a file over a single token: the order of the Go collector. */
    private static TokenSource source(BearerTokenAuthConfig config, ExtensionSettings settings) {
        if (!config.tokens().isEmpty()) {
            return new TokenSource.Fixed(config.tokens());
        }
        if (config.filename().isEmpty()) {
            return new TokenSource.Fixed(List.of(config.token()));
        }
        if (!config.token().isEmpty()) {
            settings.logger().warn("a filename is specified. Configured token(s) is ignored!");
        }
        return new TokenSource.FromFile(
                new CredentialsFile<>(
                        Path.of(config.filename()),
                        TokenSource::parse,
                        settings.clock(),
                        settings.logger()));
    }

    @Override
    public void start(Host host) throws IOException {
        if (!(source instanceof TokenSource.FromFile(CredentialsFile<List<String>> file))) {
            return;
        }
        if (waitForFile) {
            read(file);
            return;
        }
        reader = Thread.ofVirtual().name("bearertokenauth").start(() -> readOrReport(file, host));
    }

    @Override
    public void stop(Duration limit) {
        stopped.countDown();
        Thread thread = reader;
        if (thread != null) {
            try {
                thread.join(limit);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Every token is compared, and in a time that does not tell how much of it was right. */
    @Override
    public AuthResult authenticate(Metadata headers) throws AuthenticationException {
        List<String> values = headers.get(header);
        if (values.isEmpty()) {
            throw new AuthenticationException("missing or empty authorization header: " + header);
        }
        byte[] shown = values.getFirst().getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String token : source.tokens()) {
            byte[] expected = (prefix + token).getBytes(StandardCharsets.UTF_8);
            known |= MessageDigest.isEqual(shown, expected);
        }
        if (!known) {
            throw new AuthenticationException(
                    "provided authorization does not match expected scheme or token");
        }
        return AuthResult.none();
    }

    /** As upstream: a token in plain text is everybody's. */
    @Override
    public boolean needsTls() {
        return true;
    }

    @Override
    public Map<String, String> headers() throws Retryable {
        List<String> tokens = source.tokens();
        if (tokens.isEmpty()) {
            throw new Retryable(
                    "no bearer token: the token file could not be read yet (expected: a readable"
                            + " file with a token)");
        }
        return Map.of(header.toLowerCase(Locale.ROOT), prefix + tokens.getFirst());
    }

    private void readOrReport(CredentialsFile<List<String>> file, Host host) {
        try {
            read(file);
        } catch (IOException e) {
            logger.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("failed to start token resolver");
            host.report(ComponentStatus.permanent(String.valueOf(e.getMessage())));
        }
    }

    private void read(CredentialsFile<List<String>> file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                file.load();
                return;
            } catch (IOException e) {
                if (!mayRetry(attempt)) {
                    throw e;
                }
                logRetry(file, attempt);
                if (isStoppedWithin(retry.interval())) {
                    throw e;
                }
            }
        }
    }

    private boolean mayRetry(int attempt) {
        return retry.enabled() && (retry.maxRetries() == 0 || attempt <= retry.maxRetries());
    }

    private void logRetry(CredentialsFile<List<String>> file, int attempt) {
        String of = retry.maxRetries() == 0 ? "" : "/" + retry.maxRetries();
        logger.atWarn()
                .addKeyValue("file", file.path())
                .addKeyValue("attempt", attempt + of)
                .addKeyValue("next_attempt_in", retry.interval())
                .log("retrying to read credentials file");
    }

    private boolean isStoppedWithin(Duration wait) {
        try {
            return stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
