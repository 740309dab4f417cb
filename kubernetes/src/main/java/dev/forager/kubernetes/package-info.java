// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A client of the Kubernetes API that holds little: lists are read page by page and objects one by
 * one, straight from the bytes into records that keep only what somebody asked for. Credentials and
 * the HTTP client are fabric8's; its classes are loaded when the first client is opened, so nothing
 * is paid for where no component of Kubernetes is configured.
 *
 * <p>{@link dev.forager.kubernetes.KubernetesClient} does single requests, {@link
 * dev.forager.kubernetes.ResourceWatch} keeps up with all objects of one kind.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     concepts</a>
 */
@NullMarked
package dev.forager.kubernetes;

import org.jspecify.annotations.NullMarked;
