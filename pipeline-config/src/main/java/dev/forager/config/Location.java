// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scheme:opaque}: where configuration comes from. Immutable.
 *
 * @param opaque everything behind the first colon
 */
record Location(String scheme, String opaque) {
    /** What the collector puts in front of every failure to read a configuration. */
    static final String UNRESOLVED = "failed to get config: cannot resolve the configuration: ";

    private static final Pattern URI =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);
    private static final Pattern DRIVE = Pattern.compile("^[A-z]:");

    /**
     * Reads {@code scheme:opaque}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Location parse(String uri) {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("invalid uri: \"%s\"".formatted(uri));
        }
        return new Location(matcher.group(1), matcher.group(2));
    }

    /** Reads the argument of {@code --config}: without a scheme it is a file. */
    static Location ofArgument(String argument) {
        return argument.indexOf(':') < 0 || DRIVE.matcher(argument).lookingAt()
                ? new Location("file", argument)
                : parse(argument);
    }

    @Override
    public String toString() {
        return scheme + ":" + opaque;
    }
}
