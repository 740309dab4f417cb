// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jaxen.BaseXPath;
import org.jaxen.DefaultNavigator;
import org.jaxen.JaxenException;
import org.jaxen.XPath;
import org.jspecify.annotations.Nullable;

/** Shows {@link XmlNode}s to Jaxen. The namespace of a name is its prefix. Thread-safe. */
@SuppressWarnings("rawtypes") // Jaxen's interface is older than generic types
final class XmlNavigator extends DefaultNavigator {
    static final XmlNavigator INSTANCE = new XmlNavigator();

    private static final long serialVersionUID = 1;

    private XmlNavigator() {}

    private static XmlNode.Element element(Object node) {
        return (XmlNode.Element) node;
    }

    private static XmlNode.Attribute attribute(Object node) {
        return (XmlNode.Attribute) node;
    }

    @Override
    public Iterator getChildAxisIterator(Object node) {
        return node instanceof XmlNode.Parent parent
                ? parent.children().iterator()
                : Collections.emptyIterator();
    }

    @Override
    public Iterator getParentAxisIterator(Object node) {
        XmlNode.Parent parent = ((XmlNode) node).parent();
        return parent == null ? Collections.emptyIterator() : List.of(parent).iterator();
    }

    @Override
    public Iterator getAttributeAxisIterator(Object node) {
        return node instanceof XmlNode.Element element
                ? element.attributes().iterator()
                : Collections.emptyIterator();
    }

    @Override
    public @Nullable Object getParentNode(Object node) {
        return ((XmlNode) node).parent();
    }

    @Override
    public Object getDocumentNode(Object node) {
        XmlNode top = (XmlNode) node;
        for (XmlNode.Parent up = top.parent(); up != null; up = up.parent()) {
            top = up;
        }
        return top;
    }

    @Override
    public String getElementNamespaceUri(Object node) {
        return element(node).prefix();
    }

    @Override
    public String getElementName(Object node) {
        return element(node).name();
    }

    @Override
    public String getElementQName(Object node) {
        return qualified(element(node).prefix(), element(node).name());
    }

    @Override
    public String getAttributeNamespaceUri(Object node) {
        return attribute(node).prefix();
    }

    @Override
    public String getAttributeName(Object node) {
        return attribute(node).name();
    }

    @Override
    public String getAttributeQName(Object node) {
        return qualified(attribute(node).prefix(), attribute(node).name());
    }

    private static String qualified(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + ':' + name;
    }

    @Override
    public boolean isDocument(Object node) {
        return node instanceof XmlNode.Document;
    }

    @Override
    public boolean isElement(Object node) {
        return node instanceof XmlNode.Element;
    }

    @Override
    public boolean isAttribute(Object node) {
        return node instanceof XmlNode.Attribute;
    }

    @Override
    public boolean isNamespace(Object node) {
        return false;
    }

    @Override
    public boolean isComment(Object node) {
        return node instanceof XmlNode.Comment;
    }

    @Override
    public boolean isText(Object node) {
        return node instanceof XmlNode.Text;
    }

    @Override
    public boolean isProcessingInstruction(Object node) {
        return false;
    }

    @Override
    public String getCommentStringValue(Object node) {
        return ((XmlNode.Comment) node).content();
    }

    @Override
    public String getElementStringValue(Object node) {
        return element(node).text();
    }

    @Override
    public String getAttributeStringValue(Object node) {
        return attribute(node).value();
    }

    @Override
    public String getNamespaceStringValue(Object node) {
        return "";
    }

    @Override
    public String getTextStringValue(Object node) {
        return ((XmlNode.Text) node).content();
    }

    @Override
    public String getNamespacePrefix(Object node) {
        return "";
    }

    @Override
    public XPath parseXPath(String text) throws JaxenException {
        return new BaseXPath(text, this);
    }
}
