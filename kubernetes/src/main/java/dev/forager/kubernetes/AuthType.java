// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

/** Where the credentials come from. */
public enum AuthType {
    /** The service account that Kubernetes mounts into the pod. */
    SERVICE_ACCOUNT("serviceAccount"),
    /** A kubeconfig file, as kubectl reads it. */
    KUBE_CONFIG("kubeConfig"),
    /** None; the server's certificate is not checked either. */
    NONE("none");

    private final String key;

    AuthType(String key) {
        this.key = key;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException with the collector's text when it is none of them
     */
    public static AuthType parse(String text) {
        for (AuthType type : values()) {
            if (type.key.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "invalid authType for kubernetes: %s (expected: serviceAccount, kubeConfig or none)"
                        .formatted(text));
    }

    @Override
    public String toString() {
        return key;
    }
}
