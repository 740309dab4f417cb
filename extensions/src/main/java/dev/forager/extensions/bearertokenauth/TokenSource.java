// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.bearertokenauth;

import dev.forager.pipeline.config.Secret;
import dev.forager.transport.credentials.CredentialsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the tokens come from. Thread-safe. */
sealed interface TokenSource {
    /** The tokens in force now; the first is the one shown to servers. */
    List<String> tokens();

    /** Tokens that stand in the configuration. */
    record Fixed(List<Secret> secrets) implements TokenSource {
        @Override
        public List<String> tokens() {
            return secrets.stream().map(Secret::reveal).toList();
        }

        /** The number only. */
        @Override
        public String toString() {
            return secrets.size() + " tokens";
        }
    }

    /** Tokens of a file; none until it could be read. */
    record FromFile(CredentialsFile<List<String>> file) implements TokenSource {
        @Override
        public List<String> tokens() {
            @Nullable List<String> now = file.value();
            return now == null ? List.of() : now;
        }
    }

    /** The first word of each line: what follows it is a comment. */
    static List<String> parse(String text) throws IOException {
        List<String> tokens = new ArrayList<>();
        for (String line : CredentialsFile.trimmed(text).lines().toList()) {
            String trimmed = line.strip();
            if (!trimmed.isEmpty()) {
                tokens.add(trimmed.split("\\s+", 2)[0]);
            }
        }
        return List.copyOf(tokens);
    }
}
