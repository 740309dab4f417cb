// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

/** What was kept of an object. Immutable. */
public interface KubernetesObject {
    /** Name, identity and what else every object has. */
    ObjectMeta metadata();
}
