// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * {@code env:NAME} and {@code env:NAME:-default}: a variable of the environment.
 *
 * @param environment the value of a variable; null when it is not set
 */
record EnvProvider(Function<String, @Nullable String> environment) implements ConfigProvider {
    private static final String DEFAULT = ":-";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    @Override
    public Fetched fetch(String opaque, Problems problems) throws NotFetchedException {
        int cut = opaque.indexOf(DEFAULT);
        String name = cut < 0 ? opaque : opaque.substring(0, cut);
        if (!NAME.matcher(name).matches()) {
            throw new NotFetchedException(
                    "environment variable \"%s\" has invalid name: must match regex ^%s$"
                            .formatted(name, NAME));
        }
        String value = environment.apply(name);
        if (value != null) {
            if (value.isEmpty()) {
                problems.notice(
                        Level.INFO,
                        "Configuration references empty environment variable",
                        Map.of("name", name));
            }
            return new Fetched(value, null, false);
        }
        if (cut >= 0) {
            String otherwise = opaque.substring(cut + DEFAULT.length());
            // An empty default is the empty text, where an empty variable is no value.
            return new Fetched(otherwise, null, otherwise.isEmpty());
        }
        problems.notice(
                Level.WARN,
                "Configuration references unset environment variable",
                Map.of("name", name));
        return new Fetched("", null, false);
    }
}
