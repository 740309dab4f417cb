// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.io.IOException;

/** A watch's connection broke: it can go on from where it was. */
final class WatchLostException extends IOException {
    private static final long serialVersionUID = 1;

    private final String version;

    WatchLostException(String version, IOException cause) {
        super("reading the watch: " + cause.getMessage(), cause);
        this.version = version;
    }

    /** The version of the last event that was seen. */
    String version() {
        return version;
    }
}
