// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one watch and remembers how far it has come. Confined to one thread.
 *
 * @param <T> what is kept of an object
 */
final class WatchPosition<T extends KubernetesObject> {
    private final ObjectReader<T> reader;
    private final KubernetesClient.WatchEvents<? super T> events;
    private final MetadataReader bookmarks = MetadataReader.ofNames();
    private String version;

    WatchPosition(
            String version,
            ObjectReader<T> reader,
            KubernetesClient.WatchEvents<? super T> events) {
        this.version = version;
        this.reader = reader;
        this.events = events;
    }

    String version() {
        return version;
    }

    /** Reads the event on whose {@code START_OBJECT} {@code in} stands. The type comes first. */
    void read(JsonParser in) throws IOException {
        String type = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (in.currentName().equals("type")) {
                type = Json.text(in);
            } else if (in.currentName().equals("object")
                    && in.nextToken() == JsonToken.START_OBJECT) {
                object(type, in);
            } else {
                Json.skipValue(in);
            }
        }
    }

    private void object(String type, JsonParser in) throws IOException {
        switch (type) {
            case "ADDED", "MODIFIED" -> events.present(reached(reader.read(in)));
            case "DELETED" -> events.gone(reached(reader.read(in)));
            case "BOOKMARK" -> reachedBy(bookmarks.read(in));
            case "ERROR" -> throw ApiStatus.read(in).failure();
            default -> in.skipChildren();
        }
    }

    private T reached(T object) {
        reachedBy(object.metadata());
        return object;
    }

    private void reachedBy(@Nullable ObjectMeta meta) {
        if (meta != null && !meta.resourceVersion().isEmpty()) {
            version = meta.resourceVersion();
        }
    }
}
