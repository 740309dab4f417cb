// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

/** Pods as the API writes them, with the parts that a test is about. */
final class TestPods {
    static final String CREATED = "2026-11-26T00:00:00Z";

    private String name = "web-7d4b9c6f5-abcde";
    private String namespace = "shop";
    private String uid = "uid-1";
    private String ip = "10.1.0.5";
    private String started = "2026-11-26T00:00:05Z";
    private String labels = "";
    private String annotations = "";
    private String owner = "";
    private String spec = "";
    private String phase = "Running";
    private String statuses = "";
    private String containers = "{\"name\":\"app\",\"image\":\"registry:5000/shop/web:1.2\"}";

    static TestPods pod(String uid) {
        var pod = new TestPods();
        pod.uid = uid;
        return pod;
    }

    TestPods named(String value) {
        name = value;
        return this;
    }

    TestPods in(String value) {
        namespace = value;
        return this;
    }

    TestPods at(String address) {
        ip = address;
        return this;
    }

    TestPods startedAt(String time) {
        started = time;
        return this;
    }

    TestPods labelled(String key, String value) {
        labels += (labels.isEmpty() ? "" : ",") + "\"%s\":\"%s\"".formatted(key, value);
        return this;
    }

    TestPods annotated(String key, String value) {
        annotations += (annotations.isEmpty() ? "" : ",") + "\"%s\":\"%s\"".formatted(key, value);
        return this;
    }

    TestPods ownedBy(String kind, String ownerName) {
        owner =
                "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"name\":\"%s\",\"uid\":\"%s-uid\",\"controller\":true}"
                        .formatted(kind, ownerName, ownerName);
        return this;
    }

    TestPods inHostNetwork() {
        spec = ",\"hostNetwork\":true";
        return this;
    }

    TestPods containing(String json) {
        containers = json;
        return this;
    }

    TestPods beginning(String json) {
        spec += ",\"initContainers\":[" + json + "]";
        return this;
    }

    TestPods lookedAtBy(String json) {
        spec += ",\"ephemeralContainers\":[" + json + "]";
        return this;
    }

    TestPods phase(String value) {
        phase = value;
        return this;
    }

    TestPods ran(String container, String id, int restarts, String lastId) {
        String last =
                lastId.isEmpty()
                        ? "{}"
                        : "{\"terminated\":{\"exitCode\":1,\"containerID\":\"containerd://%s\"}}"
                                .formatted(lastId);
        statuses +=
                (statuses.isEmpty() ? "" : ",")
                        + "{\"name\":\"%s\",\"containerID\":\"containerd://%s\",\"imageID\":\"docker.io/shop/web@sha256:abc\",\"restartCount\":%d,\"lastState\":%s}"
                                .formatted(container, id, restarts, last);
        return this;
    }

    String json() {
        return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\",\"uid\":\"%s\",\"creationTimestamp\":\"%s\",\"labels\":{%s},\"annotations\":{%s},\"ownerReferences\":[%s],\"managedFields\":[{\"manager\":\"kubelet\",\"fieldsV1\":{\"f:status\":{}}}]},\"spec\":{\"nodeName\":\"node-1\",\"containers\":[%s]%s},\"status\":{\"phase\":\"%s\",\"podIP\":\"%s\",\"podIPs\":[{\"ip\":\"%s\"}],\"startTime\":\"%s\",\"containerStatuses\":[%s]}}"
                .formatted(
                        name,
                        namespace,
                        uid,
                        CREATED,
                        labels,
                        annotations,
                        owner,
                        containers,
                        spec,
                        phase,
                        ip,
                        ip,
                        started,
                        statuses);
    }

    String uid() {
        return uid;
    }
}
