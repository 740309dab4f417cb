// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.kubernetes.Json;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads those parts of objects that targets are made of. Used by one thread at a time. */
final class KubeTreeReader implements ObjectReader<KubeTree> {
    /** Parts of a pod's description that are large and say nothing about targets. */
    private static final Set<String> SKIPPED =
            Set.of(
                    "volumes",
                    "env",
                    "envFrom",
                    "volumeMounts",
                    "tolerations",
                    "affinity",
                    "securityContext",
                    "resources",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe",
                    "lifecycle",
                    "args",
                    "command",
                    "images",
                    "managedFields");

    private final MetadataReader metadata = new MetadataReader(key -> true, key -> true);
    private final boolean isMetadataOnly;

    KubeTreeReader(boolean isMetadataOnly) {
        this.isMetadataOnly = isMetadataOnly;
    }

    @Override
    public boolean wantsMetadataOnly() {
        return isMetadataOnly;
    }

    @Override
    public KubeTree read(JsonParser in) throws IOException {
        ObjectMeta meta = ObjectMeta.NONE;
        Map<String, Object> content = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (name.equals("metadata") && in.nextToken() == JsonToken.START_OBJECT) {
                meta = metadata.readMetadata(in);
            } else if (isMetadataOnly || SKIPPED.contains(name)) {
                Json.skipValue(in);
            } else {
                if (in.currentToken() == JsonToken.FIELD_NAME) {
                    in.nextToken();
                }
                put(content, name, in);
            }
        }
        return new KubeTree(meta, content);
    }

    private static void put(Map<String, Object> into, String name, JsonParser in)
            throws IOException {
        switch (in.currentToken()) {
            case START_OBJECT -> into.put(name, map(in));
            case START_ARRAY -> into.put(name, list(in));
            case VALUE_NULL -> {}
            default -> into.put(name, in.getText());
        }
    }

    private static Map<String, Object> map(JsonParser in) throws IOException {
        Map<String, Object> map = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (SKIPPED.contains(name)) {
                in.skipChildren();
            } else {
                put(map, name, in);
            }
        }
        return map;
    }

    private static List<Object> list(JsonParser in) throws IOException {
        List<Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            switch (in.currentToken()) {
                case START_OBJECT -> list.add(map(in));
                case START_ARRAY -> list.add(list(in));
                default -> list.add(in.getText());
            }
        }
        return list;
    }
}
