// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.bearertokenauth;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Secret;
import java.time.Duration;
import java.util.List;

/** Which tokens callers must show, and which one is shown to servers. */
public record BearerTokenAuthConfig(
        @Doc("Header that carries the token.") @Default("Authorization") String header,
        @Doc("Word before the token; empty for the token alone.") @Default("Bearer") String scheme,
        @Doc("The token; ignored where `filename` is set.") @Default("''") Secret token,
        @Doc("Several tokens: callers may show any, servers see the first.") @Default("[]")
                List<Secret> tokens,
        @Doc("File of tokens, one at the start of each line; read again when it changes.")
                @Default("''")
                String filename,
        @Doc("What happens while the file is not there at start.") @Default("{}")
                RetryOnFailure retryOnFailure,
        @Doc("Start waits for the file, and fails without it.") @Default("false")
                boolean waitForTokenFile) {
    public BearerTokenAuthConfig {
        tokens = List.copyOf(tokens);
        require(
                !token.isEmpty() || !tokens.isEmpty() || !filename.isEmpty(),
                "no bearer token provided");
        require(
                token.isEmpty() || tokens.isEmpty(),
                "either tokens or token should be provided, not both");
        require(
                !retryOnFailure.enabled() || !filename.isEmpty(),
                "retry_on_failure",
                "requires filename to be set");
        require(
                !waitForTokenFile || !filename.isEmpty(),
                "wait_for_token_file",
                "requires filename to be set");
        require(
                !waitForTokenFile || retryOnFailure.enabled(),
                "wait_for_token_file requires retry_on_failure to be enabled");
    }

    /** Repeated attempts to read a file that is not there yet. */
    public record RetryOnFailure(
            @Doc("Whether reading is tried again.") @Default("false") boolean enabled,
            @Doc("Attempts after the first; 0 is no limit.") @Default("0") int maxRetries,
            @Doc("Time between attempts.") @Default("0s") Duration interval) {
        public RetryOnFailure {
            require(
                    !enabled || maxRetries >= 0,
                    "max_retries",
                    "retry_on_failure.max_retries must be greater or equal to 0 when"
                            + " retry_on_failure.enabled is true");
            require(
                    !enabled || interval.isPositive(),
                    "interval",
                    "retry_on_failure.interval must be greater than 0 when"
                            + " retry_on_failure.enabled is true");
        }
    }
}
