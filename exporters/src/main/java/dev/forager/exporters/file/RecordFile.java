// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.io.Closeable;
import java.io.IOException;

/** An open file of records. Confined to the writer's thread. */
interface RecordFile extends Closeable {
    /** Adds one record. */
    void write(byte[] record) throws IOException;

    /** Hands what is buffered to the system. */
    void flush() throws IOException;
}
