/** What the product is called on a page that belongs to no archive. */
import { createContext, useContext } from 'react';
import type { Response } from 'express';

const ProductNameContext = createContext('');

export const ProductName = ProductNameContext.Provider;
export const useProductName = (): string => useContext(ProductNameContext);

/** As createPages set it, of PRODUCT_NAME. */
export const productNameOf = ({ app }: Response): string => String(app.locals.productName);
