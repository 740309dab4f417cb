// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.sys.StructView;
import org.jspecify.annotations.Nullable;

/**
 * A field of a ring's records with the attribute that it was last: records come by the thousand
 * from a few processes, so mostly it is the same again, and neither decoded nor encoded anew.
 * Confined to the ring's thread.
 */
final class RecentField {
    private final FieldReader reader;
    private final int offset;
    private final byte[] bytes;
    private @Nullable KeyValue attribute;
    private boolean isKnown;
    private boolean isEncoded;

    RecentField(FieldReader reader) {
        this.reader = reader;
        offset = reader.member().offset();
        bytes = new byte[reader.member().size()];
    }

    /** The field. */
    FieldReader reader() {
        return reader;
    }

    /** Names may have changed: the next one is read anew. */
    void forget() {
        isKnown = false;
    }

    /** The attribute in a record; null where there is nothing to tell. */
    @Nullable KeyValue read(StructView record, Names names) {
        if (!isKnown || !record.isAt(offset, bytes)) {
            record.copy(offset, bytes);
            Value value = reader.read(record, names);
            attribute = value == null ? null : KeyValue.of(reader.name(), value);
            isKnown = true;
            isEncoded = false;
        } else if (!isEncoded && attribute != null) {
            // Twice in a row: it is worth having its bytes at hand.
            attribute = attribute.encoded();
            isEncoded = true;
        }
        return attribute;
    }
}
