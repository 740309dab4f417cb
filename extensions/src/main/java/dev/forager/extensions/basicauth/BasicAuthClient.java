// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.basicauth;

import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Retryable;
import dev.forager.transport.credentials.CredentialsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows one user's name and password to servers. Thread-safe. */
final class BasicAuthClient implements Extension, ClientAuthenticator {
    private final Part username;
    private final Part password;

    BasicAuthClient(BasicAuthConfig.ClientAuth config, ExtensionSettings settings) {
        username = Part.of(config.username(), config.usernameFile(), settings);
        password = Part.of(config.password().reveal(), config.passwordFile(), settings);
    }

    @Override
    public void start(Host host) throws IOException {
        username.load();
        password.load();
    }

    /** As upstream: a password in plain text is everybody's. */
    @Override
    public boolean needsTls() {
        return true;
    }

    @Override
    public Map<String, String> headers() throws Retryable {
        String user = username.now();
        if (user.indexOf(':') >= 0) {
            throw new Retryable("username: holds a colon (expected: a user name without one)");
        }
        byte[] pair = (user + ":" + password.now()).getBytes(StandardCharsets.UTF_8);
        return Map.of("authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** A value from the configuration, or from a file that wins over it. */
    private record Part(String fixed, @Nullable CredentialsFile<String> file) {
        static Part of(String fixed, String path, ExtensionSettings settings) {
            return new Part(
                    fixed,
                    path.isEmpty()
                            ? null
                            : new CredentialsFile<>(
                                    Path.of(path),
                                    CredentialsFile::trimmed,
                                    settings.clock(),
                                    settings.logger()));
        }

        void load() throws IOException {
            if (file != null) {
                file.load();
            }
        }

        String now() throws Retryable {
            if (file == null) {
                return fixed;
            }
            String value = file.value();
            if (value == null) {
                throw new Retryable("%s: not readable yet".formatted(file.path()));
            }
            return value;
        }

        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }
}
