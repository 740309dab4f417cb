// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A token that somebody else keeps fresh: the kubelet replaces the file long before the token
 * expires. Read again after a minute, as client-go does. Thread-safe.
 */
final class TokenFile implements OAuthTokenProvider {
    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path file;
    private String token = "";
    private long readAt;

    TokenFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized String getToken() {
        long now = System.nanoTime();
        if (token.isEmpty() || now - readAt > FRESH_NANOS) {
            try {
                token = Files.readString(file, StandardCharsets.UTF_8).strip();
                readAt = now;
            } catch (IOException e) {
                // The last one may still be good; if not, the server says so.
                readAt = now;
            }
        }
        return token;
    }
}
