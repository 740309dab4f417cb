// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.kubernetes.Interner;
import dev.forager.kubernetes.Json;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.ObjectMeta;
import dev.forager.kubernetes.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads of pods what the rules need. Used by one thread at a time. */
final class PodReader implements ObjectReader<Pod> {
    private final MetadataReader metadata;
    private final boolean wantsContainers;
    private final Interner strings = new Interner();

    PodReader(ExtractionRules rules, boolean wantsContainers) {
        this(
                new MetadataReader(
                        key -> rules.wantsLabel(Origin.POD, key),
                        key -> rules.wantsAnnotation(Origin.POD, key)),
                wantsContainers);
    }

    PodReader(MetadataReader metadata, boolean wantsContainers) {
        this.metadata = metadata;
        this.wantsContainers = wantsContainers;
    }

    /** What is known of a container while its pod is read. */
    private static final class Draft {
        private String image = "";
        private boolean aside;
        private List<Pod.Run> runs = List.of();
    }

    /** What is known of a pod while it is read. */
    private static final class Drafts {
        private ObjectMeta meta = ObjectMeta.NONE;
        private String nodeName = "";
        private String hostname = "";
        private boolean hostNetwork;
        private String phase = "";
        private String startTime = "";
        private final List<String> addresses = new ArrayList<>(1);
        private final Map<String, Draft> containers = new LinkedHashMap<>();

        private Draft container(String name) {
            return containers.computeIfAbsent(name, _ -> new Draft());
        }
    }

    @Override
    public Pod read(JsonParser in) throws IOException {
        var pod = new Drafts();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            if (in.nextToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                continue;
            }
            switch (field) {
                case "metadata" -> pod.meta = metadata.readMetadata(in);
                case "spec" -> readSpec(in, pod);
                case "status" -> readStatus(in, pod);
                default -> in.skipChildren();
            }
        }
        return finish(pod);
    }

    private static Pod finish(Drafts pod) {
        var containers = new ArrayList<Pod.Container>(pod.containers.size());
        pod.containers.forEach(
                (name, draft) ->
                        containers.add(
                                new Pod.Container(name, draft.image, draft.aside, draft.runs)));
        return new Pod(
                pod.meta,
                pod.nodeName,
                pod.hostname,
                pod.hostNetwork,
                List.copyOf(pod.addresses),
                pod.startTime,
                pod.phase,
                List.copyOf(containers));
    }

    private void readSpec(JsonParser in, Drafts pod) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "nodeName" -> pod.nodeName = strings.of(Json.text(in));
                case "hostname" -> pod.hostname = Json.text(in);
                case "hostNetwork" -> pod.hostNetwork = Json.isTrue(in);
                case "containers" -> readContainers(in, pod, false);
                case "initContainers", "ephemeralContainers" -> readContainers(in, pod, true);
                default -> Json.skipValue(in);
            }
        }
    }

    private void readContainers(JsonParser in, Drafts pod, boolean aside) throws IOException {
        if (!wantsContainers || in.nextToken() != JsonToken.START_ARRAY) {
            Json.skipValue(in);
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            String name = "";
            String image = "";
            boolean staysOn = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                switch (in.currentName()) {
                    case "name" -> name = strings.of(Json.text(in));
                    case "image" -> image = strings.of(Json.text(in));
                    case "restartPolicy" -> staysOn = Json.text(in).equals("Always");
                    default -> Json.skipValue(in);
                }
            }
            Draft draft = pod.container(name);
            draft.image = image;
            draft.aside = aside && !staysOn;
        }
    }

    private void readStatus(JsonParser in, Drafts pod) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "phase" -> pod.phase = strings.of(Json.text(in));
                case "startTime" -> pod.startTime = Json.text(in);
                case "podIP" -> addAddress(pod, 0, Json.text(in));
                case "podIPs" -> readAddresses(in, pod);
                case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" ->
                        readStatuses(in, pod);
                default -> Json.skipValue(in);
            }
        }
    }

    private static void addAddress(Drafts pod, int at, String address) {
        if (!address.isEmpty() && !pod.addresses.contains(address)) {
            pod.addresses.add(at, address);
        }
    }

    private static void readAddresses(JsonParser in, Drafts pod) throws IOException {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                if (in.currentName().equals("ip")) {
                    addAddress(pod, pod.addresses.size(), Json.text(in));
                } else {
                    Json.skipValue(in);
                }
            }
        }
    }

    private void readStatuses(JsonParser in, Drafts pod) throws IOException {
        if (!wantsContainers || in.nextToken() != JsonToken.START_ARRAY) {
            Json.skipValue(in);
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            readContainerStatus(in, pod);
        }
    }

    private void readContainerStatus(JsonParser in, Drafts pod) throws IOException {
        String name = "";
        String id = "";
        String imageId = "";
        String lastId = "";
        int restarts = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "name" -> name = strings.of(Json.text(in));
                case "containerID" -> id = withoutScheme(Json.text(in));
                case "imageID" -> imageId = strings.of(Json.text(in));
                case "restartCount" -> restarts = Json.integer(in);
                case "lastState" -> lastId = readLastState(in);
                default -> Json.skipValue(in);
            }
        }
        var runs = new ArrayList<Pod.Run>(2);
        if (!id.isEmpty()) {
            runs.add(new Pod.Run(restarts, id, imageId));
        }
        if (!lastId.isEmpty() && !lastId.equals(id)) {
            runs.add(new Pod.Run(restarts - 1, lastId, ""));
        }
        pod.container(name).runs = List.copyOf(runs);
    }

    /** The ID of the run before, whose last records may still be under way. */
    private static String readLastState(JsonParser in) throws IOException {
        String id = "";
        if (in.nextToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                if (in.nextToken() != JsonToken.START_OBJECT) {
                    in.skipChildren();
                    continue;
                }
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    if (in.currentName().equals("containerID")) {
                        id = withoutScheme(Json.text(in));
                    } else {
                        Json.skipValue(in);
                    }
                }
            }
        }
        return id;
    }

    private static String withoutScheme(String id) {
        int colon = id.indexOf("://");
        return colon < 0 ? id : id.substring(colon + 3);
    }
}
