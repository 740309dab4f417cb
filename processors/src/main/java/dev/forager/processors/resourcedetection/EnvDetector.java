// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.processors.resourcedetection.ResourceDetectionConfig.EnvConfig;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code OTEL_RESOURCE_ATTRIBUTES}: {@code key=value} with commas between, percent-encoded.
 */
final class EnvDetector implements Detector {
    private static final String VARIABLE = "OTEL_RESOURCE_ATTRIBUTES";
    private static final String FORMER_VARIABLE = "OTEL_RESOURCE";
    private static final int MAX_LENGTH = 256;

    private final @Nullable List<String> allowed;
    private final @Nullable Patterns included;
    private final Patterns excluded;

    EnvDetector(EnvConfig config) {
        this.allowed = config.allowlist();
        List<String> names = config.attributes().included();
        this.included = names == null ? null : Patterns.ofWildcards(names);
        List<String> others = config.attributes().excluded();
        this.excluded = Patterns.ofWildcards(others == null ? List.of() : others);
    }

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        String text = surroundings.variable(VARIABLE).strip();
        if (text.isEmpty()) {
            text = surroundings.variable(FORMER_VARIABLE).strip();
        }
        var findings = new Findings();
        if (text.isEmpty()) {
            return findings;
        }
        String pairs = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        for (String pair : pairs.split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (!isSound(key) || key.isEmpty() || !isSound(pair.substring(equals + 1).strip())) {
                throw new IOException("invalid resource format: \"%s\"".formatted(text));
            }
            if (isWanted(key)) {
                findings.putText(key, decoded(pair.substring(equals + 1).strip(), pair));
            }
        }
        return findings;
    }

    private boolean isWanted(String key) {
        return (allowed == null || allowed.contains(key))
                && (included == null || included.find(key))
                && !excluded.find(key);
    }

    private static boolean isSound(String text) {
        return text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c < 128);
    }

    private static String decoded(String value, String pair) throws IOException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "invalid resource format in attribute: \"%s\"".formatted(pair), e);
        }
    }
}
