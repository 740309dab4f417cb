// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the metadata of objects. As a reader of whole objects it asks the server for nothing else.
 * Used by one thread at a time.
 */
public final class MetadataReader implements ObjectReader<ObjectMeta> {
    private final Predicate<String> labels;
    private final Predicate<String> annotations;
    private final Interner strings;

    /**
     * A reader.
     *
     * @param labels keys of the labels to keep
     * @param annotations keys of the annotations to keep
     */
    public MetadataReader(Predicate<String> labels, Predicate<String> annotations) {
        this(labels, annotations, new Interner());
    }

    MetadataReader(Predicate<String> labels, Predicate<String> annotations, Interner strings) {
        this.labels = labels;
        this.annotations = annotations;
        this.strings = strings;
    }

    /** A reader that keeps neither labels nor annotations. */
    public static MetadataReader ofNames() {
        return new MetadataReader(key -> false, key -> false);
    }

    @Override
    public boolean wantsMetadataOnly() {
        return true;
    }

    @Override
    public ObjectMeta read(JsonParser in) throws IOException {
        ObjectMeta meta = ObjectMeta.NONE;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            if (in.currentName().equals("metadata") && in.nextToken() == JsonToken.START_OBJECT) {
                meta = readMetadata(in);
            } else {
                Json.skipValue(in);
            }
        }
        return meta;
    }

    /** Reads the value of {@code metadata}, on whose {@code START_OBJECT} {@code in} stands. */
    public ObjectMeta readMetadata(JsonParser in) throws IOException {
        String name = "";
        String namespace = "";
        String uid = "";
        String version = "";
        String created = "";
        Map<String, String> keptLabels = Map.of();
        Map<String, String> keptAnnotations = Map.of();
        List<ObjectMeta.Owner> owners = List.of();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "name" -> name = Json.text(in);
                case "namespace" -> namespace = strings.of(Json.text(in));
                case "uid" -> uid = Json.text(in);
                case "resourceVersion" -> version = Json.text(in);
                case "creationTimestamp" -> created = Json.text(in);
                case "labels" -> keptLabels = texts(in, labels);
                case "annotations" -> keptAnnotations = texts(in, annotations);
                case "ownerReferences" -> owners = owners(in);
                default -> Json.skipValue(in);
            }
        }
        return new ObjectMeta(
                name, namespace, uid, version, created, keptLabels, keptAnnotations, owners);
    }

    private Map<String, String> texts(JsonParser in, Predicate<String> keep) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Map.of();
        }
        var kept = new HashMap<String, String>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            if (keep.test(key)) {
                kept.put(strings.of(key), strings.of(Json.text(in)));
            } else {
                Json.skipValue(in);
            }
        }
        return Map.copyOf(kept);
    }

    private List<ObjectMeta.Owner> owners(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return List.of();
        }
        var owners = new ArrayList<ObjectMeta.Owner>(1);
        while (in.nextToken() == JsonToken.START_OBJECT) {
            owners.add(owner(in));
        }
        return List.copyOf(owners);
    }

    private ObjectMeta.Owner owner(JsonParser in) throws IOException {
        String kind = "";
        String name = "";
        String uid = "";
        boolean controller = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "kind" -> kind = strings.of(Json.text(in));
                case "name" -> name = strings.of(Json.text(in));
                case "uid" -> uid = strings.of(Json.text(in));
                case "controller" -> controller = in.nextToken() == JsonToken.VALUE_TRUE;
                default -> Json.skipValue(in);
            }
        }
        return new ObjectMeta.Owner(kind, name, uid, controller);
    }
}
