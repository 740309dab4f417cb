// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads objects from their JSON and keeps what is wanted. Used by one thread at a time.
 *
 * @param <T> what is kept
 */
public interface ObjectReader<T extends KubernetesObject> {
    /**
     * Reads one object.
     *
     * @param in stands on the object's {@code START_OBJECT}, and on its {@code END_OBJECT} when
     *     this returns
     */
    T read(JsonParser in) throws IOException;

    /** Whether the server shall send nothing but the metadata. */
    default boolean wantsMetadataOnly() {
        return false;
    }
}
