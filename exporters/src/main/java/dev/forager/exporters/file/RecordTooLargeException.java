// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.io.IOException;

/** A record that no file can hold: writing it again is of no use. */
final class RecordTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    RecordTooLargeException(String message) {
        super(message);
    }
}
