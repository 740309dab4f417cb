// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pipeline.ServiceView;
import java.util.Locale;

/** The text of {@code User-Agent}: the collector's form, {@code name/version (linux/amd64)}. */
public final class UserAgent {
    private UserAgent() {}

    /** The text for this program on this machine. */
    public static String of(ServiceView.BuildInfo build) {
        return "%s/%s (%s/%s)"
                .formatted(
                        build.description(),
                        build.version(),
                        word("os.name"),
                        switch (word("os.arch")) {
                            case "x86_64" -> "amd64";
                            case "aarch64" -> "arm64";
                            default -> word("os.arch");
                        });
    }

    private static String word(String property) {
        return System.getProperty(property, "unknown").toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
